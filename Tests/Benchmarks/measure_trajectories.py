#!/usr/bin/env python3
"""Counts the laws that `discover conserve runs.csv` finds along computed motions with noise.

    measure_trajectories.py --discover .build/release/discover [--systems kepler,lorenz] [--noise 0,1e-3,1e-2,1e-1] [--seeds 1,2,3] [--runs 30] [--formulas]

Motions are computed with SciPy's DOP853 (tolerances 1e-10), 200 samples each, from random initial states. White noise relative to the standard
deviation of each variable is added to every sample. One line per system, noise and seed: true number of laws, number found, processor
seconds, and with --formulas the laws. Needs numpy and scipy.
"""
import argparse
import json
import os
import resource
import subprocess
import tempfile

import numpy as np
from scipy.integrate import solve_ivp


def kepler(_, s):
    x, y, u, v = s
    cube = (x * x + y * y) ** 1.5
    return [u, v, -x / cube, -y / cube]


def kepler_start(rng):
    a, e, f, turn = rng.uniform(0.7, 1.3), rng.uniform(0.05, 0.6), rng.uniform(0, 6.28), rng.uniform(0, 6.28)
    r, h = a * (1 - e * e) / (1 + e * np.cos(f)), np.sqrt(a * (1 - e * e))
    angle, radial, across = f + turn, e * np.sin(f) / h, (1 + e * np.cos(f)) / h
    c, s = np.cos(angle), np.sin(angle)
    return [r * c, r * s, radial * c - across * s, radial * s + across * c]


def double_pendulum(_, s):
    a, b, w, v = s
    d = a - b
    bottom = 2 - np.cos(d) ** 2
    first = -w * w * np.sin(d) * np.cos(d) + np.sin(b) * np.cos(d) - v * v * np.sin(d) - 2 * np.sin(a)
    second = 2 * w * w * np.sin(d) + v * v * np.sin(d) * np.cos(d) + 2 * np.sin(a) * np.cos(d) - 2 * np.sin(b)
    return [w, v, first / bottom, second / bottom]


def three_bodies(_, s):
    places = s[:6].reshape(3, 2)
    forces = np.zeros((3, 2))
    for i in range(3):
        for j in range(3):
            if i != j:
                gap = places[j] - places[i]
                forces[i] += gap / np.dot(gap, gap) ** 1.5
    return np.concatenate([s[6:], forces.ravel()])


def three_bodies_start(rng):
    angle, size = rng.uniform(0, 6.28), rng.uniform(0.9, 1.3)
    angles = angle + 2 * np.pi / 3 * np.arange(3)
    places = size * np.stack([np.cos(angles), np.sin(angles)], 1) + rng.normal(0, 0.1, (3, 2))
    speed = 0.76 / np.sqrt(size) * rng.uniform(0.7, 1.1)
    speeds = speed * np.stack([-np.sin(angles), np.cos(angles)], 1) + rng.normal(0, 0.1, (3, 2))
    return [*places.ravel(), *speeds.ravel()]


def lotka_volterra(_, s):
    return [1.5 * s[0] - s[0] * s[1], s[0] * s[1] - 3 * s[1]]


# Variables, rates, initial states, time, number of laws.
SYSTEMS = {
    "lotka-volterra": ("x y", lotka_volterra, lambda r: [r.uniform(1, 6), r.uniform(0.5, 3)], 6, 1),
    "lotka-volterra-wide": ("x y", lotka_volterra, lambda r: [r.uniform(1, 10), r.uniform(0.3, 5)], 6, 1),
    "lotka-volterra-widest": ("x y", lotka_volterra, lambda r: [r.uniform(0.5, 12), r.uniform(0.2, 6)], 6, 1),
    "pendulum": ("q p", lambda t, s: [s[1], -np.sin(s[0])], lambda r: [r.uniform(-2, 2), r.uniform(-1, 1)], 12, 1),
    "oscillator": ("x v", lambda t, s: [s[1], -s[0]], lambda r: r.normal(0, 1, 2), 10, 1),
    "oscillator-2": ("x y u v", lambda t, s: [s[2], s[3], -s[0], -s[1]], lambda r: r.normal(0, 1, 4), 10, 3),
    "oscillators-1-2": ("x y u v", lambda t, s: [s[2], s[3], -s[0], -4 * s[1]], lambda r: r.normal(0, 1, 4), 10, 3),
    "kepler": ("x y u v", kepler, kepler_start, 10, 3),
    "double-pendulum": ("a b w v", double_pendulum, lambda r: [*r.uniform(-1, 1, 2), *r.uniform(-0.5, 0.5, 2)], 20, 1),
    "mirror": (
        "r z u v", lambda t, s: [s[2], s[3], -((1 + s[1] ** 2) ** 2) * s[0] / 4, -(1 + s[1] ** 2) * s[0] ** 2 * s[1] / 2],
        lambda r: [r.uniform(0.5, 1.5), r.uniform(-1, 1), *r.uniform(-0.5, 0.5, 2)], 20, 1),
    "three-bodies": ("x1 y1 x2 y2 x3 y3 u1 v1 u2 v2 u3 v3", three_bodies, three_bodies_start, 4, 5),
    "rigid-body": (
        "l m n", lambda t, s: [s[1] * s[2] * (1 / 3 - 1 / 2), s[0] * s[2] * (1 - 1 / 3), s[0] * s[1] * (1 / 2 - 1)],
        lambda r: r.normal(0, 1, 3), 30, 2),
    "henon-heiles": (
        "x y u v", lambda t, s: [s[2], s[3], -s[0] - 2 * s[0] * s[1], -s[1] - s[0] ** 2 + s[1] ** 2],
        lambda r: r.uniform(-0.3, 0.3, 4), 20, 1),
    "lorenz": (
        "x y z", lambda t, s: [10 * (s[1] - s[0]), s[0] * (28 - s[2]) - s[1], s[0] * s[1] - 8 / 3 * s[2]],
        lambda r: r.normal(0, 8, 3) + [0, 0, 25], 4, 0),
    "rossler": (
        "x y z", lambda t, s: [-s[1] - s[2], s[0] + 0.2 * s[1], 0.2 + s[2] * (s[0] - 5.7)],
        lambda r: [*r.normal(0, 3, 2), 0.2], 20, 0),
    "van-der-pol": ("x y", lambda t, s: [s[1], (1 - s[0] ** 2) * s[1] - s[0]], lambda r: r.normal(0, 2, 2), 12, 0),
    "damped": ("x v", lambda t, s: [s[1], -s[0] - 0.2 * s[1]], lambda r: r.normal(0, 1, 2), 10, 0),
}


def write(path, name, noise, seed, count):
    variables, rates, start, time, _ = SYSTEMS[name]
    rng = np.random.default_rng(seed)
    times = np.linspace(0, time, 200)
    motions = []
    while len(motions) < count:
        motion = solve_ivp(rates, [0, time], start(rng), method="DOP853", rtol=1e-10, atol=1e-10, t_eval=times)
        if motion.success:
            motions.append(motion.y)
    spread = np.hstack(motions).std(axis=1)
    with open(path, "w") as file:
        file.write("run,t," + ",".join(variables.split()) + "\n")
        for run, states in enumerate(motions):
            states = states + rng.normal(0, 1, states.shape) * spread[:, None] * noise
            for sample, t in enumerate(times):
                file.write(f"{run},{t:.6g}," + ",".join(f"{x:.12g}" for x in states[:, sample]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--discover", required=True)
    parser.add_argument("--systems", default=",".join(SYSTEMS))
    parser.add_argument("--noise", default="0,1e-3,1e-2,1e-1")
    parser.add_argument("--seeds", default="5")
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--formulas", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "runs.csv")
        for name in options.systems.split(","):
            for noise in options.noise.split(","):
                for seed in options.seeds.split(","):
                    write(path, name, float(noise), int(seed), options.runs)
                    before = resource.getrusage(resource.RUSAGE_CHILDREN)
                    done = subprocess.run(
                        [options.discover, "conserve", path, "--json"], capture_output=True, text=True, check=False)
                    after = resource.getrusage(resource.RUSAGE_CHILDREN)
                    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                    laws = json.loads(done.stdout)["laws"] if done.stdout.startswith("{") else [{"expression": done.stderr}]
                    verdict = "ok  " if len(laws) == SYSTEMS[name][4] else "MISS"
                    print(verdict, name, noise, "seed", seed, "true", SYSTEMS[name][4], "found", len(laws), f"{seconds:.1f} s",
                          [law["expression"] for law in laws] if options.formulas else "", flush=True)


if __name__ == "__main__":
    main()
