using MlNetRecurrent;

using var model = RecurrentModel.Load("Exported/sine-lstm.onnx");
var stream = model.OpenStream();
var output = new float[1];
for (var step = 0; step < 20; step++)
    stream.Step([MathF.Sin(step * 0.1f)], output);
Console.WriteLine(FormattableString.Invariant($"next {output[0]:f3}"));
