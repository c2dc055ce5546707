"""One instance of a function: an operating system process that runs the handler under AWS's own runtime client."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from threading import Thread

from infra.local import names
from infra.local.function_spec import FunctionSpec
from infra.local.invocation import InitFailed, Invocation, ProcessExited, TaskTimedOut
from infra.local.log import Log
from infra.local.runtime_api import RuntimeApi

# Lambda gives an init 10 s and then tries again within the function's timeout; a laptop may be starting six at a time.
INIT_TIMEOUT = 30.0
_BOOTSTRAP = Path(__file__).with_name("bootstrap.py")


class Worker:
    """A running function process; takes one call at a time."""

    def __init__(self, spec: FunctionSpec, endpoint: str, log: Log) -> None:
        """Start the process, without waiting for it. endpoint is the URL of the laptop's AWS services."""
        self._spec = spec
        self._log = log
        self._api = RuntimeApi()
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(_BOOTSTRAP), spec.handler],
            cwd=spec.code_folder,
            env=_environment(spec, endpoint, self._api.address),
            stdin=subprocess.PIPE,
            stdout=log.fileno(),
            stderr=log.fileno(),
            # Ctrl-C in the terminal is for the stack alone, which then ends its functions in order.
            start_new_session=True,
        )
        self._reaper = Thread(target=self._reap, name=f"reaper-{spec.logical_id}", daemon=True)
        self._reaper.start()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    def wait_ready(self) -> None:
        """Wait until the handler's module is loaded. Raises InitFailed, with the reason, when that fails."""
        try:
            self._api.initialised.result(INIT_TIMEOUT)
        except TimeoutError as error:
            self.stop()
            raise InitFailed(f"not ready after {INIT_TIMEOUT:.0f} s") from error

    def invoke(self, event: bytes) -> bytes:
        """Call the handler with a JSON event and give back its JSON answer.

        Raises HandlerRaised (the handler raised), TaskTimedOut or ProcessExited; after the last two the
        process is gone.
        """
        timeout = self._spec.timeout
        invocation = Invocation(
            request_id=str(uuid.uuid4()),
            event=event,
            deadline_ms=int((time.time() + timeout) * 1000),
            function_arn=self._spec.arn,
        )
        self._api.submit(invocation)
        try:
            return invocation.answer.result(timeout)
        except TimeoutError as error:
            self.stop()
            text = f"{invocation.request_id} Task timed out after {timeout:.2f} seconds"
            self._log.line(text)
            raise TaskTimedOut(text) from error

    def stop(self) -> None:
        """Kill the process and wait for its end; a call that is under way fails. Does nothing the second time."""
        self.kill()
        self._reaper.join()

    def kill(self) -> None:
        """Kill the process, and all that it started, without waiting for its end."""
        if self.alive:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _reap(self) -> None:
        code = self._process.wait()
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        self._api.end(ProcessExited(f"the process of {self._spec.logical_id} ended ({how})"))
        self._api.close()
        if self._process.stdin:
            self._process.stdin.close()


def _environment(spec: FunctionSpec, endpoint: str, runtime_api: str) -> dict[str, str]:
    """All that the process sees, as in Lambda: nothing of the user's own environment."""
    return {
        **spec.variables,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": names.ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": names.SECRET_KEY,
        "AWS_REGION": names.REGION,
        "AWS_DEFAULT_REGION": names.REGION,
        # The user's own profile may name endpoints and credentials of a real account.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_LAMBDA_FUNCTION_NAME": spec.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(spec.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_LOG_FORMAT": spec.log_format,
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{spec.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": f"laptop/{uuid.uuid4().hex}",
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "_HANDLER": spec.handler,
        "LAMBDA_TASK_ROOT": str(spec.code_folder),
        "PYTHONPATH": str(spec.code_folder),
        "PATH": os.defpath,
        "HOME": str(Path.home()),
        "LANG": "en_US.UTF-8",
        "TZ": "UTC",
    }
