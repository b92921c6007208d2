"""Conformance with the Jupyter protocol, as jupyter_kernel_test judges it: python -m unittest kernel_test.py"""

import jupyter_kernel_test

TIMEOUT_SECONDS = 30


class WeftTests(jupyter_kernel_test.KernelTests):
    kernel_name = "weft"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "const [a, b] = [1, 2]; a + b", "result": "3"},
        {"code": "await Promise.resolve([1, 2])", "result": "[ 1, 2 ]"},
    ]
    code_display_data = [{"code": "display(display.html('<b>rich</b>'))", "mime": "text/html"}]
    code_clear_output = "display.clear()"
    code_page_something = "console.log?"
    code_inspect_sample = "console.log"
    completion_samples = [{"text": "consol", "matches": {"console"}}]
    complete_code_samples = ["1 + 1", "const x = 1;", "for (const x of [1]) { x; }"]
    incomplete_code_samples = ["for (const x of [1]) {", "const x = (", "`text"]
    invalid_code_samples = ["const = 1", "x ]"]
    code_history_pattern = "6?*7"
    supported_history_operations = ("tail", "range", "search")

    def get_non_kernel_info_reply(self, timeout=None):
        """The base class waits without end where the kernel does not answer."""
        return super().get_non_kernel_info_reply(timeout or TIMEOUT_SECONDS)


class WeftWelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "weft"
    support_iopub_welcome = True
