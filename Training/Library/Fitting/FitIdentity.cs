using System.Security.Cryptography;
using System.Text.Json;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The identity of a fit: a text of its network, options and data. Two fits with the same text end in the same weights.</summary>
/// <remarks>Checkpoints store it, so the JSON names are those of version 0.1 and its checkpoints can be resumed.</remarks>
internal static class FitIdentity
{
    public static string Create(RecurrentNetwork network, FitOptions options, SequenceData data, SequenceData? validation)
    {
        using var scope = NewDisposeScope();
        return JsonSerializer.Serialize(new
        {
            Network = new ModelCard { Network = network.Description }.ToJson(),
            Options = Describe(options),
            Data = Sample(data),
            Validation = validation is null ? null : Sample(validation),
            // A network whose training continues starts from weights that no seed determines.
            Start = options.KeepNormalization ? HashWeights(network) : null,
        });
    }

    // The last three options do not influence the result.
    private static object Describe(FitOptions options) => new
    {
        options.Epochs,
        options.BatchSize,
        options.LearningRate,
        options.Optimizer,
        options.Beta2,
        WeightAveraging = options.WeightAverageDecay,
        options.TimeLimit,
        options.WeightDecay,
        options.Schedule,
        options.WarmUpEpochs,
        GradientNorm = options.MaxGradientNorm,
        options.Loss,
        options.ClassWeights,
        options.Patience,
        SufficientLoss = options.StoppingThreshold,
        options.InputNoise,
        TimeMask = options.MaxTimeMaskFraction,
        TimeStretch = options.MaxTimeStretch,
        Shift = options.MaxShift,
        TruncatedSteps = options.TruncatedBpttSteps,
        KeepScales = options.KeepNormalization,
        options.Seed,
        LogFolder = (string?)null,
        CheckpointFile = (string?)null,
        Resume = false,
    };

    private static string HashWeights(RecurrentNetwork network)
    {
        using var weights = WeightSnapshot.Capture(network);
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes))
            weights.Write(writer);
        return Convert.ToHexString(SHA256.HashData(bytes.ToArray()));
    }

    // The first, the middle and the last sequence.
    private static double[] Sample(SequenceData data)
    {
        using var rows = tensor(new[] { 0, data.Count / 2, data.Count - 1 });
        var batch = data.Gather(rows);
        return
        [
            data.Count, data.Steps,
            .. batch.Inputs.flatten().to(ScalarType.Float64).data<double>(), .. batch.Targets.flatten().to(ScalarType.Float64).data<double>(),
        ];
    }
}
