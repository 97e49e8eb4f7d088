using MlNetRecurrent;
using MlNetRecurrent.Training;

float[] series = [.. Enumerable.Range(0, 400).Select(index => MathF.Sin(index * 0.1f))];
using var data = SequenceData.FromSeries(series, featureCount: 1, window: 20);
using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 16), seed: 1);
var fit = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 10 });
OnnxExporter.Export(network, "sine.onnx", new ModelCard { Network = network.Description, Window = 20, Fit = fit });
Console.WriteLine(FormattableString.Invariant($"loss {fit.FinalLoss:g3}"));
