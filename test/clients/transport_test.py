"""Ways of connecting that the other clients do not take, from jupyter_client's side: python -m unittest transport_test.py"""

import hashlib
import hmac
import json
import os
import stat
import subprocess
import tempfile
import unittest
from pathlib import Path

import zmq
from jupyter_client import BlockingKernelClient, KernelManager
from jupyter_client.kernelspec import KernelSpecManager

TIMEOUT_SECONDS = 60
KEY = b"5f0a"


class CurveTests(unittest.TestCase):
    """CurveZMQ: the kernel's specification announces it, and a client without keys hears nothing."""

    def setUp(self):
        self.manager = KernelManager(kernel_name="weft", transport_encryption="required")
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()

    def tearDown(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    def test_encrypted(self):
        self.client.wait_for_ready(timeout=TIMEOUT_SECONDS)
        reply = self.client.execute_interactive("6 * 7", timeout=TIMEOUT_SECONDS)
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertTrue(self.client.hb_channel.is_beating())

    def test_plain_client_is_refused(self):
        self.client.wait_for_ready(timeout=TIMEOUT_SECONDS)
        plain = zmq.Context.instance().socket(zmq.DEALER)
        plain.linger = 0
        plain.connect(f"tcp://{self.manager.ip}:{self.manager.shell_port}")
        message = self.client.session.serialize(self.client.session.msg("kernel_info_request", {}))
        plain.send_multipart(message)
        self.assertEqual(plain.poll(1000), 0, "an unencrypted client got an answer")
        plain.close()
        self.client.execute_interactive("1", timeout=TIMEOUT_SECONDS)


def sign(content: bytes) -> bytes:
    return hmac.new(KEY, content, hashlib.sha256).hexdigest().encode()


class HandshakeTests(unittest.TestCase):
    """JEP 66: the kernel chooses its ports and reports them to the launcher's registration socket."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.socket = zmq.Context.instance().socket(zmq.ROUTER)
        self.socket.linger = 0
        port = self.socket.bind_to_random_port("tcp://127.0.0.1")
        registration = {
            "kernel_id": "the-kernel",
            "transport": "tcp",
            "registration_ip": "127.0.0.1",
            "registration_port": port,
            "signature_scheme": "hmac-sha256",
            "key": KEY.decode(),
        }
        file = Path(self.folder.name, "registration.json")
        file.write_text(json.dumps(registration))
        spec = KernelSpecManager().get_kernel_spec("weft")
        argv = [part.format(connection_file=file) for part in spec.argv]
        self.kernel = subprocess.Popen(argv, env={**os.environ, "WEFT_HISTORY": "off"}, stderr=subprocess.PIPE)
        self.written = Path(self.folder.name, "kernel-the-kernel.json")

    def tearDown(self):
        self.kernel.kill()
        self.kernel.communicate()
        self.socket.close()
        self.folder.cleanup()

    def receive(self) -> tuple[bytes, dict]:
        self.assertNotEqual(self.socket.poll(TIMEOUT_SECONDS * 1000), 0, "the kernel did not register")
        identity, delimiter, signature, content = self.socket.recv_multipart()
        self.assertEqual(delimiter, b"<IDS|MSG>")
        self.assertEqual(signature, sign(content))
        return identity, json.loads(content)

    def test_ports_are_reported(self):
        identity, ports = self.receive()
        self.assertEqual(ports.pop("kernel_id"), "the-kernel")
        self.assertEqual(
            set(ports), {"shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"}
        )
        self.assertTrue(all(isinstance(port, str) and int(port) > 0 for port in ports.values()))
        self.socket.send_multipart([identity, b"<IDS|MSG>", sign(b'"ACK"'), b'"ACK"'])
        client = BlockingKernelClient()
        client.load_connection_info(
            {"transport": "tcp", "ip": "127.0.0.1", "key": KEY, "signature_scheme": "hmac-sha256"}
            | {name: int(port) for name, port in ports.items()}
        )
        client.start_channels()
        client.wait_for_ready(timeout=TIMEOUT_SECONDS)
        reply = client.execute_interactive("6 * 7", timeout=TIMEOUT_SECONDS)
        self.assertEqual(reply["content"]["status"], "ok")

        self.assertEqual(stat.S_IMODE(self.written.stat().st_mode), 0o600)
        other = BlockingKernelClient(connection_file=str(self.written))
        other.load_connection_file()
        other.start_channels()
        other.wait_for_ready(timeout=TIMEOUT_SECONDS)
        other.shutdown()
        self.assertEqual(self.kernel.wait(TIMEOUT_SECONDS), 0)
        self.assertFalse(self.written.exists())
        for each in (client, other):
            each.stop_channels()

    def test_a_launcher_with_another_key_is_not_served(self):
        identity, _ = self.receive()
        self.socket.send_multipart([identity, b"<IDS|MSG>", b"0" * 64, b'"ACK"'])
        _, errors = self.kernel.communicate(timeout=TIMEOUT_SECONDS)
        self.assertNotEqual(self.kernel.returncode, 0)
        self.assertIn(b"signed its answer with another key", errors)

    def test_a_launcher_that_does_not_acknowledge(self):
        self.receive()
        _, errors = self.kernel.communicate(timeout=TIMEOUT_SECONDS)
        self.assertNotEqual(self.kernel.returncode, 0)
        self.assertIn(b"did not answer within 5 s", errors)


if __name__ == "__main__":
    unittest.main()
