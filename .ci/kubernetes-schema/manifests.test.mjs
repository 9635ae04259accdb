// Required fields, types and enumerations of the manifests. Unknown fields are the business of ManifestsTest in node-app.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const folder = fileURLToPath(new URL("../../deploy/k8s/", import.meta.url));

function read(file) {
  return parse(readFileSync(folder + file, "utf8"), { strict: true, uniqueKeys: true });
}

async function check(manifest) {
  const models = await import(`kubernetes-models/${manifest.apiVersion}`);
  const Kind = models[manifest.kind];
  assert.ok(Kind, `no schema for ${manifest.apiVersion} ${manifest.kind}`);
  new Kind(manifest).validate();
}

const files = readdirSync(folder).filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml");

test("the folder has manifests", () => assert.ok(files.length > 0));

for (const file of files) {
  test(`${file} fits the schema`, () => check(read(file)));
}

const mistakes = {
  "daemonset.yaml": {
    "a missing selector": (m) => delete m.spec.selector,
    "a container without a name": (m) => delete m.spec.template.spec.containers[0].name,
    "an unknown pull policy": (m) => (m.spec.template.spec.containers[0].imagePullPolicy = "Sometimes"),
    "a probe without a port": (m) => delete m.spec.template.spec.containers[0].readinessProbe.httpGet.port,
    "a port that is text": (m) => (m.spec.template.spec.containers[0].ports[0].containerPort = "5001"),
    "an unknown update strategy": (m) => (m.spec.updateStrategy.type = "Rolling"),
  },
  "service.yaml": {
    "an unknown traffic policy": (m) => (m.spec.internalTrafficPolicy = "Node"),
    "a port without a number": (m) => delete m.spec.ports[0].port,
  },
};

for (const [file, changes] of Object.entries(mistakes)) {
  for (const [name, change] of Object.entries(changes)) {
    test(`${file}: ${name} is refused`, async () => {
      const manifest = read(file);
      change(manifest);
      await assert.rejects(check(manifest));
    });
  }
}
