// Runs models in one of ONNX Runtime's packages: node score.js PACKAGE, with [{ model, inputs }] on the standard input, gives [outputs].
import { readFileSync } from "node:fs";

const ort = await import(process.argv[2]);
// Each input with a default is a warning, and there are no threads to share a network as small as these.
ort.env.logLevel = "error";
ort.env.wasm.numThreads = 1;
const options = { executionProviders: [process.argv[2] === "onnxruntime-web" ? "wasm" : "cpu"], logSeverityLevel: 3 };
const arrays = {
  float32: (values) => Float32Array.from(values),
  int32: (values) => Int32Array.from(values),
  int64: (values) => BigInt64Array.from(values, BigInt),
};

const answers = [];
for (const { model, inputs } of JSON.parse(readFileSync(0, "utf8"))) {
  const session = await ort.InferenceSession.create(model, options);
  const feeds = Object.fromEntries(inputs.map(({ name, type, shape, values }) => [name, new ort.Tensor(type, arrays[type](values), shape)]));
  const outputs = await session.run(feeds);
  answers.push(session.outputNames.map((name) => ({ name, type: outputs[name].type, shape: outputs[name].dims, values: Array.from(outputs[name].data, Number) })));
  await session.release();
}
console.log(JSON.stringify(answers));
