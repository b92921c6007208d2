import { runPythonTests } from "./python-tests.js";

runPythonTests("transport_test", "connections");
