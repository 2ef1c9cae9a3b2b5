"""Drives the real programs in a virtual display as a cashier would: keys at wedge speed, presses by
accessible name, pictures of the screen. No text reaches the counter but through pixels and keys.

    with Stage(build, out) as stage:
        stage.start_platform()
        till = stage.start_till("--lang", "en")
        till.scan("6901234567892")
        till.await_text("Total")
        till.shot("basket")

Every wait has a bound and fails with what was awaited; nothing sleeps to be on the safe side.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")

AWAIT_S = 20
POLL_S = 0.03
PRIMARY_DEAF_S = 0.45
WINDOW_CLASS = "hufu"


def silence_dbind():
    """The accessibility library warns of every till that ends while it looks; tests end tills on purpose."""
    from gi.repository import GLib
    GLib.log_set_handler("dbind", GLib.LogLevelFlags.LEVEL_MASK, lambda *_: None)


class Failed(Exception):
    pass


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


class Stage:
    """A display, a session bus, the embedded platform and a till, all gone at the end."""

    def __init__(self, build, out, size=(1366, 768)):
        self.build, self.out, self.size = Path(build).resolve(), Path(out).resolve(), size
        self.children = []
        self.till = None
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
                child.wait(5)
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
        width, height = self.size
        self.spawn(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24",
                    "-nolisten", "tcp", "-noreset"], log="xvfb", pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failed("Xvfb did not start; see xvfb.log")
        self.env["DISPLAY"] = f":{number}"
        self.env.pop("WAYLAND_DISPLAY", None)
        self.env["GDK_BACKEND"] = "x11"

    def _start_bus(self):
        bus = self.spawn(["dbus-daemon", "--session", "--nofork", "--print-address=1"],
                         stdout=subprocess.PIPE, text=True)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.env["GTK_A11Y"] = "atspi"
        # Atspi reads these when it is first used in this process.
        os.environ.update(DISPLAY=self.env["DISPLAY"], GTK_A11Y="atspi",
                          DBUS_SESSION_BUS_ADDRESS=self.env["DBUS_SESSION_BUS_ADDRESS"])
        silence_dbind()

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
        text = await_true("the platform's port", lambda: port_file.exists() and port_file.read_text())
        self.platform_url = f"http://127.0.0.1:{text.strip()}"

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

    def start_till(self, *options, wrapper=()):
        self.till = Till(self, options, wrapper)
        return self.till

    def ctl(self, *args):
        """hufuctl's answer as JSON."""
        done = subprocess.run([str(self.program("hufuctl")), *map(str, args)], env=self.env,
                              capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise Failed(f"hufuctl {' '.join(map(str, args))}: {done.stderr or done.stdout}")
        return json.loads(done.stdout)

    def operator(self, *args):
        return self.ctl("--platform", self.platform_url, "--operator-key",
                        self.out / "platform" / "operator.key", *args)


class Till:
    """One running `hufu` with its window."""

    def __init__(self, stage, options, wrapper):
        self.stage = stage
        width, height = stage.size
        self.process = stage.spawn(
            [*wrapper, stage.program("hufu"), "--demo", "--data", stage.out / "till", "--platform",
             stage.platform_url, "--root", stage.out / "platform" / "root.pub",
             "--size", f"{width}x{height}", *options], log="till")
        self.window = await_true("the window", self._find_window)
        self.pid = int(self._xdotool_says("getwindowpid", self.window)[0])
        self._xdotool("windowfocus", "--sync", self.window)

    def _find_window(self):
        if self.process.poll() is not None:
            raise Failed(f"hufu ended with {self.process.returncode}; see till.log")
        found = self._xdotool_says("search", "--onlyvisible", "--class", WINDOW_CLASS)
        return found[0] if found else None

    def _xdotool_says(self, *args):
        return subprocess.run(["xdotool", *args], env=self.stage.env, capture_output=True,
                              text=True).stdout.split()

    def _xdotool(self, *args):
        subprocess.run(["xdotool", *args], env=self.stage.env, check=True,
                       stdout=subprocess.DEVNULL, timeout=30)

    # -- hands ---------------------------------------------------------------

    def scan(self, text):
        """A wedge scanner: all keys without delay, then Enter."""
        self._xdotool("type", "--delay", "0", text)
        self.key("Return")

    def type(self, text):
        """A person: 100 ms a key, no Enter."""
        self._xdotool("type", "--delay", "100", text)

    def key(self, *names):
        self._xdotool("key", *names)

    def await_primary_awake(self):
        """The primary button is deaf for 400 ms after it changed, so that a second touch meant for the
        old one does nothing. A person is slower than that."""
        time.sleep(PRIMARY_DEAF_S)

    def press(self, name, role=None):
        """Presses the control of that accessible name."""
        node = await_true(f"a control named '{name}'", lambda: self.find(name, role, pressable=True))
        node.get_action_iface().do_action(0)

    # -- eyes ----------------------------------------------------------------

    def nodes(self):
        """All showing accessible nodes of the window, in drawing order."""
        from gi.repository import Atspi, GLib

        def walk(node):
            try:
                # GTK 4.8 tells `visible`, and `showing` only of the window.
                shown = node.get_state_set().contains(Atspi.StateType.VISIBLE)
                if not shown and node.get_role() not in (Atspi.Role.APPLICATION,):
                    return
                yield node
                for i in range(node.get_child_count()):
                    child = node.get_child_at_index(i)
                    if child is not None:
                        yield from walk(child)
            except GLib.Error:
                return  # it went away while we looked

        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(i)
            try:
                if application is not None and application.get_process_id() == self.pid:
                    yield from walk(application)
            except GLib.Error:
                continue

    def find(self, name, role=None, pressable=False):
        from gi.repository import GLib
        for node in self.nodes():
            try:
                if name not in (node.get_name() or ""):
                    continue
                if role and node.get_role_name() != role:
                    continue
                if pressable and not (node.get_action_iface() and
                                      node.get_action_iface().get_n_actions()):
                    continue
                return node
            except GLib.Error:
                continue
        return None

    def texts(self):
        from gi.repository import GLib
        texts = []
        for node in self.nodes():
            try:
                texts.append(node.get_name() or "")
            except GLib.Error:
                continue
        return texts

    def await_text(self, *wanted, bound_s=AWAIT_S):
        """Waits until every wanted text stands on the screen."""
        seen = []

        def all_there():
            seen[:] = self.texts()
            return all(any(w in t for t in seen) for w in wanted)
        try:
            await_true(f"{wanted}", all_there, bound_s)
        except Failed as failure:
            self.shot("failed")
            raise Failed(f"{failure}; the screen says: {[t for t in seen if t]}") from None

    def shot(self, name):
        """A picture of the screen as NAME.png; returns its path."""
        path = self.stage.out / f"{name}.png"
        path.unlink(missing_ok=True)
        subprocess.run(["scrot", "-o", str(path)], env=self.stage.env, check=True)
        return path

    def size(self):
        """Of the window: it grows over the screen's edge when something in it wants more room."""
        window = await_true("the window", self._find_window)  # another one after a change of language
        words = self._xdotool_says("getwindowgeometry", "--shell", window)
        sizes = dict(word.split("=") for word in words if "=" in word)
        return int(sizes["WIDTH"]), int(sizes["HEIGHT"])

    # -- ends ----------------------------------------------------------------

    def kill(self):
        """kill -9: power is gone."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.wait(10)

    def close(self):
        """SIGTERM, as at the end of a session of the desktop: everything is stored already."""
        os.kill(self.pid, signal.SIGTERM)
        if self.process.wait(10) != 0:
            raise Failed(f"hufu ended with {self.process.returncode}")
