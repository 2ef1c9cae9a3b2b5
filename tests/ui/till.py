"""Drives the real programs in a virtual display as a cashier would: keys at wedge speed, presses by
accessible name, pictures of the screen. No text reaches the counter but through pixels and keys.

    with Stage(build, out) as stage:
        stage.start_platform()
        till = stage.start_till("--lang", "en")
        till.await_text("Camera")
        till.scan("6901234567892")
        till.await_text("Total")
        till.shot("basket")

Every wait has a bound and fails with what was awaited and what the screen said instead; nothing sleeps to
be on the safe side. A story acts only on what it has seen: whoever types before the page is shown types
into the page before it, as a person would.
"""

import ctypes
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")

AWAIT_S = 180
ANSWER_S = 60  # of a window that is asked for what it shows
POLL_S = 0.03
HAND_S = 0.1
PRIMARY_DEAF_S = 0.45
WINDOW_CLASS = "hufu"


def prepare_eyes():
    """The accessibility library gives up on a busy program after 0.8 s, and warns of every till that ends
    while it looks; tests end tills on purpose."""
    from gi.repository import Atspi, GLib
    Atspi.set_timeout(ANSWER_S * 1000, ANSWER_S * 1000)
    GLib.log_set_handler("dbind", GLib.LogLevelFlags.LEVEL_MASK, lambda *_: None)


class Failed(Exception):
    pass


def expect(what, got, wanted):
    if got != wanted:
        raise Failed(f"{what}: {got!r} instead of {wanted!r}")


def await_true(what, probe, bound_s=AWAIT_S):
    """Returns the first true value of probe (); fails with `what` after bound_s."""
    end = time.monotonic() + bound_s
    while True:
        value = probe()
        if value:
            return value
        if time.monotonic() > end:
            raise Failed(f"not seen within {bound_s} s: {what}")
        time.sleep(POLL_S)


class Keyboard:
    """The keys of a display. A run of keys reaches it in one piece, as from a device: however busy the
    machine is, none comes late and none repeats."""

    def __init__(self, display):
        self.x11 = ctypes.CDLL("libX11.so.6")
        self.test = ctypes.CDLL("libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XStringToKeysym.restype = ctypes.c_ulong
        self.x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        self.x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        if not self.display:
            raise Failed(f"the display {display} cannot be opened")
        self.shift = self._code(self._symbol("Shift_L"))

    def _symbol(self, name):
        """A name of a key such as Return, or one character of ASCII: its symbol is its number."""
        return ord(name) if len(name) == 1 else self.x11.XStringToKeysym(name.encode())

    def _code(self, symbol):
        return self.x11.XKeysymToKeycode(self.display, ctypes.c_ulong(symbol))

    def _turn(self, code, down):
        self.test.XTestFakeKeyEvent(self.display, ctypes.c_uint(code), int(down), ctypes.c_ulong(0))

    def _stroke(self, name):
        symbol = self._symbol(name)
        code = self._code(symbol)
        shifted = self.x11.XkbKeycodeToKeysym(self.display, code, 0, 0) != symbol
        if shifted:
            self._turn(self.shift, True)
        self._turn(code, True)
        self._turn(code, False)
        if shifted:
            self._turn(self.shift, False)

    def run(self, *names):
        for name in names:
            self._stroke(name)
        self.x11.XSync(self.display, 0)


class Stage:
    """A display, a session bus, the embedded platform and a till, all gone at the end."""

    def __init__(self, build, out, size=(1366, 768), n_windows=1):
        self.build, self.out, self.size = Path(build).resolve(), Path(out).resolve(), size
        self.screen = size[0] * n_windows, size[1]  # side by side
        self.children = []
        self.tills = []
        # No locale is set, as on a bare machine: whatever a till shows it must show there too.
        self.env = {name: value for name, value in os.environ.items()
                    if name not in ("LANG", "LANGUAGE") and not name.startswith("LC_")}
        self.platform = None
        self.platform_url = None

    def __enter__(self):
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        self._start_display()
        self._start_bus()
        return self

    def __exit__(self, *exc):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
        for child in reversed(self.children):
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def spawn(self, argv, log=None, **options):
        sink = open(self.out / f"{log}.log", "ab") if log else subprocess.DEVNULL
        options.setdefault("stdout", sink)
        child = subprocess.Popen([str(a) for a in argv], env=self.env, stderr=sink, **options)
        self.children.append(child)
        return child

    def _start_display(self):
        read, write = os.pipe()
        width, height = self.screen
        display = self.spawn(["Xvfb", "-displayfd", str(write), "-screen", "0",
                              f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"], log="xvfb", pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failed(f"Xvfb did not start ({display.poll()}); see xvfb.log")
        self.env["DISPLAY"] = f":{number}"
        self.env.pop("WAYLAND_DISPLAY", None)
        self.env["GDK_BACKEND"] = "x11"
        self.keyboard = Keyboard(self.env["DISPLAY"])

    def _start_bus(self):
        bus = self.spawn(["dbus-daemon", "--session", "--nofork", "--print-address=1"],
                         stdout=subprocess.PIPE, text=True)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.env["GTK_A11Y"] = "atspi"
        # Atspi reads these when it is first used in this process.
        os.environ.update(DISPLAY=self.env["DISPLAY"], GTK_A11Y="atspi",
                          DBUS_SESSION_BUS_ADDRESS=self.env["DBUS_SESSION_BUS_ADDRESS"])
        prepare_eyes()

    def program(self, name):
        return self.build / {"hufu": "ui", "hufuctl": "src/ctl",
                             "hufu-platform": "src/platform"}[name] / name

    def start_platform(self):
        """Starts (or starts again on the same port and data) the platform with the demo store."""
        port_file = self.out / "platform.port"
        port_file.unlink(missing_ok=True)
        port = self.platform_url.rsplit(":", 1)[1] if self.platform_url else "0"
        self.platform = self.spawn(
            [self.program("hufu-platform"), "--demo", "--data", self.out / "platform",
             "--listen", f"127.0.0.1:{port}", "--port-file", port_file], log="platform")

        def read_port():
            if self.platform.poll() is not None:
                raise Failed(f"hufu-platform ended with {self.platform.returncode}; see platform.log")
            return port_file.exists() and port_file.read_text()
        self.platform_url = f"http://127.0.0.1:{await_true('the platform', read_port).strip()}"

    def stop_platform(self):
        self.platform.send_signal(signal.SIGKILL)
        self.platform.wait()

    def make_codes(self):
        """The demo's codes: [{label, kind, text}], one picture each in codes/, all on sheet.pdf."""
        subprocess.run([self.program("hufu-platform"), "--data", self.out / "platform",
                        "--sheet", self.out / "sheet.pdf", "--codes", self.out / "codes.json",
                        "--codes-dir", self.out / "codes"],
                       check=True, env=self.env, stdout=subprocess.DEVNULL)
        return json.loads((self.out / "codes.json").read_text())

    def start_till(self, *options, wrapper=(), data="till"):
        self.tills.append(Till(self, options, wrapper, data))
        return self.tills[-1]

    def ctl(self, *args):
        """hufuctl's answer as JSON."""
        done = subprocess.run([str(self.program("hufuctl")), *map(str, args)], env=self.env,
                              capture_output=True, text=True, timeout=AWAIT_S)
        if done.returncode:
            raise Failed(f"hufuctl {' '.join(map(str, args))}: {done.stderr or done.stdout}")
        return json.loads(done.stdout)

    def rows(self, database, query, *values):
        """What the books of a till or of the platform say; nothing if there are none yet."""
        path = self.out / database
        if not path.exists():
            return []
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=AWAIT_S) as db:
            return db.execute(query, values).fetchall()

    def shot(self, name):
        """A picture of the screen as NAME.png; returns its path."""
        path = self.out / f"{name}.png"
        path.unlink(missing_ok=True)
        subprocess.run(["scrot", "-o", str(path)], env=self.env, check=True)
        return path

    def operator(self, *args):
        return self.ctl("--platform", self.platform_url, "--operator-key",
                        self.out / "platform" / "operator.key", *args)


class Till:
    """One running `hufu` with its window."""

    def __init__(self, stage, options, wrapper, data):
        self.stage = stage
        self.others = {till.pid for till in stage.tills}
        width, height = stage.size
        self.process = stage.spawn(
            [*wrapper, stage.program("hufu"), "--demo", "--data", stage.out / data, "--platform",
             stage.platform_url, "--root", stage.out / "platform" / "root.pub",
             "--size", f"{width}x{height}", *options], log=data)
        self.window, self.pid = self.await_true("the window", self._find_window)
        self.take_keys()

    def move(self, x):
        """Along the screen, which has no window manager that would do it."""
        self._xdotool("windowmove", "--sync", self.window, str(x), "0")

    def _find_window(self):
        """(window, process) of what shows now: another one after a change of language. The window of a
        till that was killed may stay for a moment."""
        if self.process.poll() is not None:
            raise Failed(f"hufu ended with {self.process.returncode}")
        for window in self._xdotool("search", "--onlyvisible", "--class", WINDOW_CLASS).split():
            pid = self._xdotool("getwindowpid", window).strip()
            if pid and int(pid) not in self.others:
                return window, int(pid)
        return None

    def _xdotool(self, *args):
        """What it says; nothing if the window it asks about just went away."""
        return subprocess.run(["xdotool", *args], env=self.stage.env, capture_output=True,
                              text=True, timeout=AWAIT_S).stdout

    # -- hands ---------------------------------------------------------------

    def take_keys(self):
        """What is typed from now on goes to this window."""
        self.window, _ = self.await_true("the window", self._find_window)
        self.await_true("the keys go to the window", lambda: self._xdotool(
            "windowfocus", self.window, "getwindowfocus", "-f").strip() == self.window)

    def scan(self, text):
        """A wedge scanner: all keys without delay, then Enter."""
        self.stage.keyboard.run(*text, "Return")

    def type(self, text):
        """A person: 100 ms a key, no Enter."""
        for character in text:
            self.stage.keyboard.run(character)
            time.sleep(HAND_S)

    def key(self, *names):
        self.stage.keyboard.run(*names)

    def await_primary_awake(self):
        """The primary button is deaf for 400 ms after it changed, so that a second touch meant for the
        old one does nothing. A person is slower than that."""
        time.sleep(PRIMARY_DEAF_S)

    def press(self, name):
        """Presses the control of that accessible name."""
        from gi.repository import GLib

        def pressed():
            node = self._find_control(name)
            try:
                return node is not None and node.get_action_iface().do_action(0)
            except GLib.Error:
                return False  # it went away before it could be pressed
        self.await_true(f"a control named '{name}'", pressed)

    def walk_to(self, name):
        """Tab, until the control of that name has the focus."""
        def has_focus():
            from gi.repository import Atspi, GLib
            try:
                return any(name in text and node.get_state_set().contains(Atspi.StateType.FOCUSED)
                           for text, node in self._nodes())
            except GLib.Error:
                return False

        def step():
            if not has_focus():
                self.key("Tab")
            return has_focus()
        self.await_true(f"the focus on '{name}'", step)

    # -- eyes ----------------------------------------------------------------

    def _nodes(self):
        """[(name, node)] of all showing accessible nodes of the window, in drawing order. Raises GLib.Error
        if the window changed while it was read: half a look proves nothing, least of all that something is
        gone."""
        from gi.repository import Atspi, GLib
        nodes = []

        def walk(node):
            # GTK 4.8 tells `visible`, and `showing` only of the window.
            if not node.get_state_set().contains(Atspi.StateType.VISIBLE) and \
                    node.get_role() != Atspi.Role.APPLICATION:
                return
            nodes.append((node.get_name() or "", node))
            for i in range(node.get_child_count()):
                child = node.get_child_at_index(i)
                if child is not None:
                    walk(child)

        def is_mine(application):
            try:
                return application is not None and application.get_process_id() == self.pid
            except GLib.Error:
                return False  # one that was killed

        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            if is_mine(application):
                walk(application)
        return nodes

    def texts(self):
        """What the window says at one moment."""
        from gi.repository import GLib

        def look():
            try:
                return [name for name, _ in self._nodes()]
            except GLib.Error:
                return None
        return await_true("a window that can be read", look)

    def _find_control(self, name):
        from gi.repository import GLib
        try:
            for text, node in self._nodes():
                if name in text and node.get_action_iface() and node.get_action_iface().get_n_actions():
                    return node
        except GLib.Error:
            pass
        return None

    def await_true(self, what, probe, bound_s=AWAIT_S):
        """As await_true; a failure tells what the screen said."""
        try:
            return await_true(what, probe, bound_s)
        except Failed as failure:
            raise Failed(f"{failure}; {self.describe()}") from None

    def describe(self):
        """For a failure: a picture, and what the screen says."""
        from gi.repository import GLib
        try:
            self.shot("failed")
            return f"the screen says: {[text for text, _ in self._nodes() if text]}"
        except (GLib.Error, AttributeError, subprocess.SubprocessError) as problem:
            return f"the screen cannot be read: {problem}"

    def shows(self, *wanted):
        """TRUE if every wanted text stands on the screen."""
        seen = self.texts()
        return all(any(text in line for line in seen) for text in wanted)

    def await_text(self, *wanted):
        """Waits until every wanted text stands on the screen."""
        self.await_true(f"{wanted}", lambda: self.shows(*wanted))

    def await_any(self, *wanted):
        """Waits until one of these texts stands on the screen; returns it."""
        return self.await_true(f"one of {wanted}",
                               lambda: next((text for text in wanted if self.shows(text)), None))

    def await_gone(self, text):
        self.await_true(f"no '{text}' any more", lambda: not self.shows(text))

    def shot(self, name):
        return self.stage.shot(name)

    def size(self):
        """Of the window: it grows over the screen's edge when something in it wants more room."""
        window, _ = self.await_true("the window", self._find_window)
        words = self._xdotool("getwindowgeometry", "--shell", window).split()
        sizes = dict(word.split("=") for word in words if "=" in word)
        return int(sizes["WIDTH"]), int(sizes["HEIGHT"])

    # -- ends ----------------------------------------------------------------

    def kill(self):
        """kill -9: power is gone."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait(AWAIT_S)

    def close(self):
        """SIGTERM, as at the end of a session of the desktop: everything is stored already."""
        os.kill(self.pid, signal.SIGTERM)
        if self.process.wait(AWAIT_S) != 0:
            raise Failed(f"hufu ended with {self.process.returncode}")
