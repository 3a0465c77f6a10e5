"""A stand-in for the module wandb: scripts written for Weights & Biases run as trials of Sweep, unchanged and without the package.

It goes first on PYTHONPATH where the sweep file says 'wandb: stand-in', or 'sweep run' is given --wandb. What a script logs becomes lines
of JSON on standard output, which Sweep reads as reports; what Sweep chose for the trial is wandb.config. Nothing is sent anywhere.
Pictures, tables, artifacts and the like are dropped, each kind with one line on standard error; what a script needs an answer from raises
an error that says so. Runs on Python 3.6 and later and needs nothing else. Part of Sweep; docs/from-wandb.md shows a whole move.
"""
import atexit
import importlib.abc
import json
import os
import sys
import tempfile
import threading

__version__ = "0.0.0+sweep"
# A package without files: 'import wandb.keras' then reaches the finder at the end of this file, which says what is missing.
__path__ = []

_lock = threading.RLock()
_told = set()
_ABSENT = object()

run = None
"""The run, once init was called."""


class Error(Exception):
    """Base of this module's errors, as in wandb."""


class UsageError(Error):
    """This module was used in a way that it cannot serve."""


class CommError(Error):
    """Never raised: nothing is sent."""


def _tell(what):
    """Says something once, on standard error."""
    with _lock:
        if what in _told:
            return
        _told.add(what)
    sys.stderr.write("wandb (stand-in of Sweep): %s\n" % what)
    sys.stderr.flush()


# ---------------------------------------------------------------- values


def _plain(value):
    """A value as JSON can hold it: numbers of numpy and tensors with one element become numbers; _ABSENT for anything else."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    item = getattr(value, "item", None)
    if callable(item):
        try:
            return _plain(item())
        except Exception:  # an array or tensor of several elements
            return _ABSENT
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return _ABSENT


def _flat(data, prefix=""):
    """Names and values of nested maps, with dotted names as wandb gives them."""
    for name, value in data.items():
        name = prefix + str(name)
        if isinstance(value, dict):
            for pair in _flat(value, name + "."):
                yield pair
        else:
            yield name, value


def _numbers(data):
    """What can be reported of a map: numbers, true and false as 1 and 0. The rest is told once and dropped."""
    kept = {}
    for name, value in _flat(data):
        plain = _plain(value)
        if isinstance(plain, bool):
            plain = int(plain)
        if isinstance(plain, (int, float)):
            kept[name] = plain
        elif not isinstance(value, _Dropped):
            _tell("'%s' is not kept: it is of type %s, and reports are numbers" % (name, type(value).__name__))
    return kept


# ---------------------------------------------------------------- standard output


class _Output(object):
    """Writes whole lines to the process's standard output, wherever sys.stdout leads, and never into a line that the script began."""

    def __init__(self):
        self._in_line = False
        self._watched = None

    def watch(self):
        """Learns from now on whether a line of sys.stdout is unfinished."""
        stream = sys.stdout
        if stream is None or stream is self._watched:
            return
        try:
            write = stream.write

            def watched(text):
                if text:
                    self._in_line = not text.endswith("\n")
                return write(text)

            stream.write = watched
            self._watched = stream
        except (AttributeError, TypeError):  # a stream that lets nobody do this: its lines are its own affair
            pass

    def line(self, data):
        text = json.dumps(data) + "\n"
        with _lock:
            try:
                sys.stdout.flush()
            except (AttributeError, ValueError, OSError):
                pass
            if self._in_line:
                text, self._in_line = "\n" + text, False
            left = text.encode("ascii")
            try:
                while left:
                    left = left[os.write(1, left):]
            except OSError:  # nobody reads any more
                pass


_output = _Output()


# ---------------------------------------------------------------- configuration


class Config(object):
    """The configuration: what Sweep chose, then what the script gave. Names are attributes and items; a group is a map."""

    def __init__(self):
        object.__setattr__(self, "_items", {})
        object.__setattr__(self, "_locked", set())

    def _load(self, chosen):
        """Takes what Sweep chose; the script cannot change it. A dotted name ('optimizer.lr') is a value of a group."""
        for name, value in chosen.items():
            self._locked.add(name.split(".")[0])
            place = self._items
            *groups, last = name.split(".")
            for group in groups:
                inner = place.setdefault(group, {})
                if not isinstance(inner, dict):
                    place, last = self._items, name
                    break
                place = inner
            place[last] = value

    def update(self, values=None, allow_val_change=None, **more):
        """Adds values; those that Sweep chose stay as they are."""
        for name, value in dict(_as_dict(values), **more).items():
            self._set(name, value)

    def setdefaults(self, values):
        """Adds those values whose names are not there yet."""
        for name, value in _as_dict(values).items():
            if name not in self._items:
                self._items[name] = value

    def _set(self, name, value):
        name = str(name)
        if name in self._locked:
            if self._items.get(name) != value:
                _tell("config '%s' stays %r: Sweep chose it (the script gave %r)" % (name, self._items.get(name), value))
            return
        self._items[name] = value

    def get(self, name, default=None):
        try:
            return self[name]
        except KeyError:
            return default

    def as_dict(self):
        return dict(self._items)

    def keys(self):
        return self._items.keys()

    def values(self):
        return self._items.values()

    def items(self):
        return self._items.items()

    def persist(self):
        pass

    def __getitem__(self, name):
        if name in self._items or not isinstance(name, str):
            return self._items[name]
        place = self._items
        for part in name.split("."):
            if not isinstance(place, dict) or part not in place:
                raise KeyError(name)
            place = place[part]
        return place

    def __setitem__(self, name, value):
        self._set(name, value)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError("the configuration has no '%s'; it has: %s" % (name, ", ".join(map(str, self._items)) or "nothing"))

    def __setattr__(self, name, value):
        self._set(name, value)

    def __delitem__(self, name):
        del self._items[name]

    def __contains__(self, name):
        return self.get(name, _ABSENT) is not _ABSENT

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def __reduce__(self):
        return dict, (dict(self._items),)

    def __deepcopy__(self, memo):
        import copy
        return copy.deepcopy(dict(self._items), memo)

    def __repr__(self):
        return repr(self._items)


def _as_dict(values):
    if values is None:
        return {}
    if isinstance(values, str):
        raise UsageError("config as the path of a file (%r) is not served by Sweep's stand-in: read the file and give a map" % values)
    if hasattr(values, "items"):
        return dict(values.items())
    try:
        return dict(vars(values))
    except TypeError:
        raise UsageError("config must be a map or a namespace, found %s" % type(values).__name__)


# ---------------------------------------------------------------- summary


class Summary(object):
    """The last value of each name that was logged, and what the script puts in; that is reported when the run finishes."""

    def __init__(self):
        object.__setattr__(self, "_items", {})
        object.__setattr__(self, "_own", {})

    def _logged(self, values):
        self._items.update(values)

    def _to_report(self):
        """What the script put in and no logged line has said."""
        numbers = _numbers({name: value for name, value in self._own.items() if self._items.get(name, _ABSENT) != value})
        self._items.update(numbers)
        self._own.clear()
        return numbers

    def update(self, values=None, **more):
        for name, value in dict(values or {}, **more).items():
            self[name] = value

    def get(self, name, default=None):
        return self._own[name] if name in self._own else self._items.get(name, default)

    def _all(self):
        return dict(self._items, **self._own)

    def keys(self):
        return self._all().keys()

    def items(self):
        return self._all().items()

    def __getitem__(self, name):
        value = self.get(name, _ABSENT)
        if value is _ABSENT:
            raise KeyError(name)
        return value

    def __setitem__(self, name, value):
        self._own[str(name)] = value

    def __delitem__(self, name):
        self._own.pop(name, None)
        self._items.pop(name, None)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError("the summary has no '%s'" % name)

    def __setattr__(self, name, value):
        self[name] = value

    def __contains__(self, name):
        return self.get(name, _ABSENT) is not _ABSENT

    def __iter__(self):
        return iter(self._all())

    def __len__(self):
        return len(self._all())

    def __repr__(self):
        return repr(self._all())


# ---------------------------------------------------------------- the run


class Run(object):
    """What init gives: one trial of Sweep, or a script that runs alone."""

    def __init__(self, project=None, entity=None, name=None, group=None, tags=None, notes=None, job_type=None, dir=None):
        self.project = project or "sweep"
        self.entity = entity or ""
        self.sweep_id = os.environ.get("SWEEP_NAME")
        trial = os.environ.get("SWEEP_TRIAL")
        self.id = "%s-%s" % (self.sweep_id, trial) if self.sweep_id and trial else "local"
        self.name = name or self.id
        self.group, self.job_type, self.notes = group, job_type, notes
        self.tags = tuple(tags or ())
        self.resumed = int(os.environ.get("SWEEP_ATTEMPT") or 1) > 1
        self.url = self.project_url = self.sweep_url = None
        self.offline, self.disabled = True, False
        self.config, self.summary = config, summary
        self.step = 0
        self._dir, self._wanted_dir = None, dir
        self._pending = {}
        self._is_over = False

    @property
    def dir(self):
        """A folder for files; kept over all attempts of a trial."""
        if self._dir is None:
            root = os.environ.get("SWEEP_CHECKPOINTS") or self._wanted_dir or tempfile.mkdtemp(prefix="wandb-")
            self._dir = os.path.join(root, "wandb-files")
            os.makedirs(self._dir, exist_ok=True)
        return self._dir

    def log(self, data, step=None, commit=None, sync=None):
        """Reports numbers: one line of JSON. commit=False keeps them for the next line."""
        if not hasattr(data, "items"):
            raise ValueError("wandb.log takes a map of names and values, found %s" % type(data).__name__)
        with _lock:
            numbers = _numbers(data)
            if step is not None:
                if self._pending and step != self.step:
                    self._write()
                self.step = int(step)
                numbers.setdefault("step", self.step)
            self._pending.update(numbers)
            if commit is False:
                return
            self._write()
            if step is None:
                self.step += 1

    def _write(self):
        if self._pending and set(self._pending) != {"step"}:
            self.summary._logged(self._pending)
            _output.line(self._pending)
        self._pending = {}

    def finish(self, exit_code=None, quiet=None):
        """Reports what is left: what was kept back, and what the script put into the summary."""
        global run
        with _lock:
            if self._is_over:
                return
            self._is_over = True
            self._write()
            left = self.summary._to_report()
            if left:
                _output.line(left)
            if run is self:
                run = None

    join = finish

    def watch(self, *arguments, **more):
        return []

    def unwatch(self, *arguments, **more):
        return None

    def define_metric(self, name=None, *arguments, **more):
        if more.get("summary") or more.get("goal"):
            _tell("define_metric is not needed: 'metric' of the sweep file says what counts, and whether its best or last value does")
        return None

    def get_url(self):
        return None

    def project_name(self):
        return self.project

    def mark_preempting(self):
        return None

    def status(self):
        return None

    def save(self, *arguments, **more):
        _tell("save does nothing: files stay where the script wrote them")
        return []

    def alert(self, title="", text="", **more):
        _tell("alert: %s: %s" % (title, text))

    def log_code(self, *arguments, **more):
        return None

    def log_artifact(self, artifact=None, *arguments, **more):
        _tell("log_artifact does nothing: save files into os.environ['SWEEP_CHECKPOINTS'], which Sweep keeps for each trial")
        return artifact

    log_model = link_artifact = link_model = log_artifact

    def use_artifact(self, *arguments, **more):
        raise _missing("use_artifact", "give the script the path of a file as a parameter")

    use_model = use_artifact

    def restore(self, *arguments, **more):
        raise _missing("restore", "read the file from its path")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.finish(1 if kind else 0)
        return False

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        raise _missing("run." + name)


class _Dropped(object):
    """Pictures, tables, artifacts: takes whatever is done with it and keeps nothing."""

    def __init__(self, *arguments, **more):
        _tell("%s is not kept: reports are numbers" % type(self).__name__.lstrip("_"))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._nothing

    def _nothing(self, *arguments, **more):
        return None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False


_DROPPED = ("Image", "Table", "Histogram", "Video", "Audio", "Html", "Object3D", "Molecule", "Plotly", "Graph", "Bokeh", "Artifact",
            "Classes", "JoinedTable")
for _name in _DROPPED:
    globals()[_name] = type(_name, (_Dropped,), {"__module__": __name__})


class _Plots(object):
    """wandb.plot: every plot is dropped."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type("plot." + name, (_Dropped,), {})


class Settings(object):
    """Accepted and not used."""

    def __init__(self, *arguments, **more):
        self.__dict__.update(more)


def _missing(name, way=None):
    return UsageErrorAttribute("Sweep's stand-in for wandb has no %s%s" % (name, ": " + way if way else
                               ": leave it out, or install wandb and run without the stand-in"))


class UsageErrorAttribute(UsageError, AttributeError):
    """Something of wandb that the stand-in does not have; hasattr sees that it is not there."""


# ---------------------------------------------------------------- the module


config = Config()
summary = Summary()
plot = _Plots()


def _chosen():
    text = os.environ.get("SWEEP_CONFIG")
    return json.loads(text) if text else {}


# Scripts may read wandb.config before init.
config._load(_chosen())


def init(project=None, entity=None, config=None, name=None, group=None, tags=None, notes=None, job_type=None, dir=None,
         reinit=None, mode=None, **others):
    """Begins the run. What Sweep chose for the trial comes before what the script gives as config.
    Other arguments of wandb.init (resume, id, save_code, settings, ...) are accepted and mean nothing here."""
    global run
    with _lock:
        if run is not None:
            if not reinit:
                globals()["config"].update(config)
                return run
            run.finish()
        _output.watch()
        globals()["config"].update(config)
        run = Run(project=project, entity=entity, name=name, group=group, tags=tags, notes=notes, job_type=job_type, dir=dir)
        return run


def _current(what):
    if run is None:
        raise Error("call wandb.init() before wandb.%s" % what)
    return run


def log(data, step=None, commit=None, sync=None):
    """Reports numbers: one line of JSON on standard output."""
    _current("log()").log(data, step=step, commit=commit, sync=sync)


def finish(exit_code=None, quiet=None):
    """Ends the run; also done when the script ends."""
    if run is not None:
        run.finish(exit_code)


join = finish


def agent(sweep_id=None, function=None, entity=None, project=None, count=None, **more):
    """Calls the function once: Sweep starts the script for every trial, so each process is one run."""
    if function is None:
        raise _missing("agent without a function", "let the sweep file name the program, and run 'sweep run FILE'")
    function()
    finish()


def sweep(sweep=None, entity=None, project=None, **more):
    """Nothing is registered: the sweep file of 'sweep run' says what varies."""
    _tell("wandb.sweep is not used: the file given to 'sweep run' says what varies")
    return os.environ.get("SWEEP_NAME") or "sweep"


def login(*arguments, **more):
    """There is nothing to log in to."""
    return True


def setup(*arguments, **more):
    return None


def require(*arguments, **more):
    return None


def teardown(*arguments, **more):
    return None


def termlog(text="", *arguments, **more):
    sys.stderr.write("wandb: %s\n" % text)


termwarn = termerror = termlog


def _of_run(name):
    def call(*arguments, **more):
        return getattr(_current(name + "()"), name)(*arguments, **more)
    call.__name__ = name
    return call


for _name in ("watch", "unwatch", "define_metric", "save", "alert", "log_artifact", "log_model", "use_artifact", "use_model", "restore",
              "mark_preempting"):
    globals()[_name] = _of_run(_name)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise _missing(name)


class _Missing(importlib.abc.MetaPathFinder):
    """Says of 'import wandb.something' what is missing and why."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.startswith(__name__ + "."):
            raise ModuleNotFoundError("Sweep's stand-in for wandb has no module '%s': log with wandb.log, or install wandb and run without "
                                      "the stand-in" % fullname, name=fullname)
        return None


if __name__ == "wandb":
    sys.meta_path.insert(0, _Missing())
atexit.register(finish)
