/** Modules for PyTorch, run as a program that trains would run them. */
import type { Handed } from "./models.js";
import { ranInPython } from "./run-python.js";

export interface TorchJob {
  readonly label: string;
  readonly code: string;
  /** Numbers of every input; of a module that brings some its own are taken. */
  readonly inputs: Readonly<Record<string, Handed>> | null;
  /** Functions of torch as code. */
  readonly functions: Readonly<Record<string, string>>;
  /** Inputs that are sizes, and those of whole numbers. */
  readonly sizes: readonly string[];
  readonly whole: readonly string[];
}

const RUNNER = `
import importlib.util, json, sys, traceback
import torch
jobs = json.load(open(sys.argv[1]))
def tensors(inputs, floats, **more):
    out = {}
    for name, value in inputs.items():
        a = value if torch.is_tensor(value) else torch.tensor(value)
        place = {k: v for k, v in more.items() if k == "device"}
        # A whole number of Python takes its type from the others.
        if name in SIZES or isinstance(value, int):
            out[name] = value
        else:
            out[name] = (a.to(**place) if place else a) if name in WHOLE else a.to(dtype=floats, **place)
        if more.get("requires_grad") and torch.is_tensor(out[name]) and out[name].is_floating_point():
            out[name] = out[name].clone().requires_grad_()
    return out
def values(module, inputs):
    return {**module.forward(**inputs), **module.derivatives(**inputs)}
def differ(label, found, want, faults):
    for key, value in want.items():
        if not torch.allclose(torch.as_tensor(found[key]).to(torch.float64), torch.as_tensor(value).to(torch.float64), rtol=1e-9, atol=1e-12, equal_nan=True):
            faults.append(f"{label}: {key} is another number")
answers = []
for i, job in enumerate(jobs):
    faults = []
    what = "loading"
    try:
        spec = importlib.util.spec_from_file_location(f"m{i}", job["file"])
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        inputs = job["inputs"]
        if inputs is None:
            inputs = module._sample()
        SIZES = set(job["sizes"])
        WHOLE = {k for k in inputs if k in job["whole"]}
        functions = {k: eval(v) for k, v in job["functions"].items()}
        what = "float64"
        given = tensors(inputs, torch.float64)
        want = values(module, {**given, **functions})
        follows = any(torch.is_tensor(v) and v.is_floating_point() for v in given.values())
        what = "no_grad"
        with torch.no_grad():
            differ(what, values(module, {**given, **functions}), want, faults)
        what = "inference_mode"
        with torch.inference_mode():
            differ(what, values(module, {**given, **functions}), want, faults)
        what = "requires_grad"
        differ(what, {k: torch.as_tensor(v).detach() for k, v in values(module, {**tensors(inputs, torch.float64, requires_grad=True), **functions}).items()}, want, faults)
        # Where no input is a tensor there is no type and no place to keep.
        if not follows:
            answers.append(faults)
            continue
        what = "float32"
        for key, value in values(module, {**tensors(inputs, torch.float32), **functions}).items():
            # What depends on no input is a number of Python.
            if torch.is_tensor(value) and value.dtype != torch.float32:
                faults.append(f"float32: {key} is {value.dtype}")
        what = "meta"
        found = values(module, {**tensors(inputs, torch.float64, device="meta"), **functions})
        for key, value in want.items():
            if not torch.is_tensor(found[key]) and not torch.is_tensor(value):
                continue
            if found[key].device.type != "meta" or found[key].shape != value.shape:
                faults.append(f"meta: {key} is {tuple(found[key].shape)} on {found[key].device.type}, not {tuple(value.shape)}")
    except Exception:
        faults.append(f"{what}: " + traceback.format_exc())
    answers.append(faults)
json.dump(answers, open(sys.argv[2], "w"))
`;

/** What each module does wrong, in words, in one run of Python. */
export const runTorch = (jobs: readonly TorchJob[]): readonly (readonly string[])[] =>
  ranInPython(
    jobs.map(({ code, inputs, functions, sizes, whole }) => ({ code, handed: { inputs, functions, sizes, whole } })),
    RUNNER,
  );
