import { runPythonTests } from "./python-tests.js";

runPythonTests("kernel_test", "jupyter_kernel_test");
