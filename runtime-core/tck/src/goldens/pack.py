#!/usr/bin/env python3
"""Packs the part of the reference data that ships inside the project.

Usage: pack.py GOLDENS_FOLDER OUTPUT_FOLDER

GOLDENS_FOLDER is the unpacked archive. What is taken is small, and is either made for these tests (tiny models with
random weights, tokenizers trained for them) or published under Apache-2.0 or MIT. The zip files keep the archive's
layout, so that tests read the whole archive and this part alike.
"""

import json
import sys
import zipfile
from pathlib import Path

LLAMA_FAMILY = ["llama_tied", "llama_linear_rope", "llama3_rope", "llama_yarn", "mistral_full", "eurollm", "qwen2"]
LICENSED_TEMPLATES = (  # Apache-2.0 or MIT
    "own_", "Qwen", "npm_qwen3", "deepseek-ai", "npm_deepseek", "HuggingFaceTB", "Mistral-Small", "mistralai-",
    "ibm-granite", "openai-gpt-oss", "microsoft-Phi", "unsloth-mistral",
)


def model_files(root):
    for name in ["llama", "llama_d256"] + LLAMA_FAMILY:
        folder = root / "models" / name
        yield folder / "golden.json"
        yield folder / "last_logits.npy"
        if name == "llama":
            types = ["f32", "f16", "q8_0", "q4_0"]
            yield from sorted((folder / "split").glob("*.gguf"))
        elif name == "llama_d256":
            types = ["q8_0", "q4_0", "q4_1", "q5_0", "q5_1", "q4_k_m", "q5_k_m", "q6_k", "iq4_xs"]
        else:
            types = ["f32", "q8_0"] if name == "qwen2" else ["f32"]
        for kind in types:
            yield folder / f"{name}-{kind}.gguf"
            for extra in (f"quant_{kind}.json", f"quant_{kind}_last_logits.npy"):
                if (folder / extra).exists():
                    yield folder / extra


def tokenizer_files(root):
    folder = root / "tokenizers"
    names = sorted(p.stem for p in folder.glob("mini_*.jsonl")) + ["gpt2"]
    for name in names:
        yield folder / f"{name}.jsonl"
        yield folder / "gguf" / f"{name}.gguf"


def sampling_files(root):
    yield from sorted((root / "sampling").iterdir())


def dequant_files(root):
    yield from sorted((root / "dequant").iterdir())


def write(archive, root, files):
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for file in files:
            add(out, str(file.relative_to(root)), file.read_bytes())
    print(f"{archive}: {archive.stat().st_size:,} bytes")


def add(out, name, data):
    entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    out.writestr(entry, data, compresslevel=9)


def write_templates(archive, root):
    folder = root / "templates"
    taken = {p.stem for p in (folder / "jinja").glob("*.jinja") if p.stem.startswith(LICENSED_TEMPLATES)}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(taken):
            add(out, f"templates/jinja/{name}.jinja", (folder / "jinja" / f"{name}.jinja").read_bytes())
        for name in ("scenarios.json", "features.jsonl", "features_vars.json"):
            add(out, f"templates/{name}", (folder / name).read_bytes())
        rows = (folder / "rendered.jsonl").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if json.loads(row)["template"].removesuffix(".jinja") in taken]
        add(out, "templates/rendered.jsonl", "".join(kept).encode())
    print(f"{archive}: {archive.stat().st_size:,} bytes, {len(taken)} templates, {len(kept)} renderings")


def main():
    root, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    write(target / "models.zip", root, model_files(root))
    write(target / "tokenizers.zip", root, tokenizer_files(root))
    write(target / "sampling.zip", root, sampling_files(root))
    write(target / "dequant.zip", root, dequant_files(root))
    write_templates(target / "templates.zip", root)


if __name__ == "__main__":
    main()
