open System
open MlNetRecurrent
open MlNetRecurrent.Training

let series = Array.init 400 (fun index -> MathF.Sin(float32 index * 0.1f))
let data = SequenceData.FromSeries(series, featureCount = 1, window = 20)
let network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount = 1, hiddenSize = 16), seed = 1)
let fit = NetworkFitter.Fit(network, data, FitOptions(Epochs = 10))
printfn $"loss %g{fit.FinalLoss}"
