"""Speaks Sweep's worker protocol for a program in Python: reports, the configuration, the wish to stop, a folder for checkpoints.

    import sweep_client

    with sweep_client.Trial() as trial:
        model, done = load(trial.checkpoint_folder)         # nothing there: a new model, []
        trial.begin(epochs=30, reports=done)                # the reports of epochs that the checkpoint has
        for epoch in range(len(done) + 1, 31):
            loss = train(model, lr=trial.config["lr"], seed=trial.seed)
            done.append({"loss": loss})
            save(model, done, trial.checkpoint_folder)
            trial.report(loss=loss)
            if trial.should_stop():
                break

Name the program in the sweep file as any other ('program: train.py'), and its metric. Python finds this file where it is copied beside the
program, or in the folder that the variable SWEEP_PYTHON names. Runs on Python 3.6 and later and needs nothing else. Part of Sweep;
docs/worker-protocol.md has the protocol.
"""
import json
import math
import os
import sys
import threading
import time
import traceback

PROTOCOL = 1


class Trial(object):
    """The trial that this process runs. Makes standard output the protocol's: what the program prints goes to standard error."""

    def __init__(self):
        self._lock = threading.Lock()
        self._wish = None
        self._is_begun = self._is_over = False
        self._epoch, self._since, self._signed = 0, time.time(), 0.0
        sys.stdout.flush()
        self._out = os.dup(1)
        os.dup2(2, 1)
        self._say(type="ready", protocol=PROTOCOL, program="sweep_client.py")
        order = self._order()
        self.sweep, self.number, self.attempt = order["sweep"], order["trial"], order["attempt"]
        self.config = order["config"]
        """One value per parameter; those of groups have dotted names."""
        self.grouped = order.get("grouped") or order["config"]
        """The same with a map for each group: grouped["optimizer"]["lr"] is config["optimizer.lr"]."""
        self.seed = order["seed"]
        """Seed of every random stream of the trial."""
        self.checkpoint_folder = order["checkpoint_folder"]
        """Absolute folder, kept over all attempts of the trial; made here."""
        self.metric, self.maximize = order["metric"], order.get("maximize", False)
        self.device, self.threads = order.get("device", "cpu"), order.get("threads", 1)
        os.makedirs(self.checkpoint_folder, exist_ok=True)
        thread = threading.Thread(target=self._listen)
        thread.daemon = True
        thread.start()

    def begin(self, epochs=0, reports=()):
        """Accepts the trial.

        epochs: how many there will be; 0 = not known.
        reports: a map of metrics for each epoch that the checkpoint has; they are reported again, unchanged.
        """
        self._is_begun = True
        self._say(type="started", epochs=epochs, epochs_done=len(reports), device=self.device, threads=self.threads)
        for metrics in reports:
            self.report(metrics, seconds=0.0)
        self._since = time.time()

    def report(self, metrics=None, seconds=None, **more):
        """Reports the next epoch. A metric that is no finite number ends the trial as diverged, and the program with it.

        metrics, more: numbers by name; one of them is the sweep's metric.
        seconds: of the epoch; None = since the last report.
        """
        if not self._is_begun:
            self.begin()
        numbers = {name: float(value) for name, value in dict(metrics or {}, **more).items()}
        bad = [name for name, value in numbers.items() if not math.isfinite(value)]
        if self.metric in bad:
            self.end("diverged", "the program reported %s = %s" % (self.metric, numbers[self.metric]))
            sys.exit(0)
        now = time.time()
        self._epoch += 1
        self._say(type="report", epoch=self._epoch, metrics={name: numbers[name] for name in numbers if name not in bad},
                  seconds=now - self._since if seconds is None else seconds)
        self._since = self._signed = now

    def progress(self, fraction=0.0):
        """Gives a sign of life, at most one a second; call it from long epochs. fraction: part of the epoch that is done, 0 to 1."""
        if time.time() - self._signed >= 1:
            self._signed = time.time()
            self._say(type="progress", epoch=self._epoch + 1, fraction=min(1.0, max(0.0, fraction)))

    def should_stop(self):
        """True when the trial is to end now, after a checkpoint: it was stopped early, cancelled, or is to go on later."""
        return self._wish is not None

    def end(self, outcome=None, reason=None):
        """Ends the trial. outcome: None = what was wished, or completed. Done by 'with' as well."""
        with self._lock:
            if self._is_over:
                return
            self._is_over = True
        wish = self._wish or {}
        said = {"type": "ended", "outcome": outcome or wish.get("outcome", "completed")}
        reason = reason or (None if outcome else wish.get("reason"))
        if reason:
            said["reason"] = reason
        self._say(**said)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None or (issubclass(kind, SystemExit) and error.code in (None, 0)):
            self.end()
        elif not issubclass(kind, SystemExit):
            traceback.print_exception(kind, error, trace)
            sys.stderr.flush()
            memory = issubclass(kind, MemoryError) or "out of memory" in str(error).lower()
            self.end("out_of_memory" if memory else "error", "%s: %s" % (kind.__name__, str(error).split("\n")[0]))
        return False

    def _order(self):
        for line in sys.stdin:
            command = json.loads(line)
            if command["type"] == "start":
                return command
        sys.stderr.write("sweep_client: standard input ended without an order; 'sweep run' starts this program for each trial\n")
        sys.stderr.flush()
        os._exit(2)

    def _listen(self):
        for line in sys.stdin:
            command = json.loads(line)
            if command["type"] == "stop":
                self._wish = command
        # End of input: the node is gone, and nobody hears the rest.
        if not self._is_over:
            os._exit(0)

    def _say(self, **message):
        left = (json.dumps(message) + "\n").encode("ascii")
        while left:
            left = left[os.write(self._out, left):]
