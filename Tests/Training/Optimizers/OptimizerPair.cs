using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A fused optimizer and TorchSharp's, with options of any values, for equal parameters and gradients.</summary>
internal sealed class OptimizerPair : IDisposable
{
    private readonly Random _random;

    private OptimizerPair(string kind, Random random, IReadOnlyList<Parameter> fused, IReadOnlyList<Parameter> torch)
    {
        (_random, FusedParameters, TorchParameters) = (random, fused, torch);
        (Fused, Torch) = (Create(kind, fused, isFused: true, new Random(1)), Create(kind, torch, isFused: false, new Random(1)));
    }

    /// <summary>The names of the options.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "adam", "adam, decay", "adam, maximize", "adam, betas", "adamw", "adamw, maximize",
        "rmsprop", "rmsprop, momentum", "rmsprop, decay, maximize", "sgd", "sgd, momentum", "sgd, dampening", "sgd, nesterov", "sgd, maximize",
    ];

    public OptimizerHelper Fused { get; }

    public OptimizerHelper Torch { get; }

    public IReadOnlyList<Parameter> FusedParameters { get; }

    public IReadOnlyList<Parameter> TorchParameters { get; }

    public static OptimizerPair Create(string kind, int seed, params long[][] shapes)
    {
        var random = new Random(seed);
        var values = shapes.Select(shape => RandomTensor(random, shape)).ToList();
        return new OptimizerPair(
            kind, random, [.. values.Select(value => new Parameter(value.clone()))], [.. values.Select(value => new Parameter(value))]);
    }

    /// <summary>Runs a step of both with random gradients.</summary>
    /// <param name="missing">The share of parameters without a gradient.</param>
    /// <param name="clip">The maximum norm of the gradients for TorchSharp's optimizer.</param>
    public void Step(double missing = 0, double? clip = null)
    {
        using var scope = NewDisposeScope();
        Fused.zero_grad();
        foreach (var (fused, torch) in FusedParameters.Zip(TorchParameters))
        {
            var gradient = _random.NextDouble() < missing ? null : RandomTensor(_random, fused.shape);
            (fused.grad, torch.grad) = (gradient, gradient?.clone());
        }

        if (clip is { } norm)
            nn.utils.clip_grad_norm_(TorchParameters, norm);
        Fused.step();
        Torch.step();
    }

    public void AssertClose(double tolerance)
    {
        foreach (var (index, (fused, torch)) in FusedParameters.Zip(TorchParameters).Index())
            TensorAssert.Close(torch, fused, tolerance, $"parameter {index}");
    }

    public void Dispose()
    {
        Fused.Dispose();
        Torch.Dispose();
        foreach (var parameter in FusedParameters.Concat(TorchParameters))
            parameter.Dispose();
    }

    public static Tensor RandomTensor(Random random, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var index = 0; index < values.Length; index++)
            values[index] = (float)((2 * random.NextDouble()) - 1);
        return tensor(values, shape);
    }

    private static OptimizerHelper Create(string kind, IReadOnlyList<Parameter> weights, bool isFused, Random random)
    {
        var (rate, decay) = (0.01 * (1 + random.NextDouble()), 0.1 * random.NextDouble());
        return kind switch
        {
            "adam" => isFused ? new FusedAdam(weights, rate) : optim.Adam(weights, rate, beta2: 0.999),
            "adam, decay" => isFused ? new FusedAdam(weights, rate, weight_decay: decay)
                : optim.Adam(weights, rate, beta2: 0.999, weight_decay: decay),
            "adam, maximize" => isFused ? new FusedAdam(weights, rate, weight_decay: decay, maximize: true)
                : optim.Adam(weights, rate, beta2: 0.999, weight_decay: decay, maximize: true),
            "adam, betas" => isFused ? new FusedAdam(weights, rate, 0.8, 0.95, 1e-3) : optim.Adam(weights, rate, 0.8, 0.95, 1e-3),
            "adamw" => isFused ? new FusedAdamW(weights, rate, weight_decay: decay) : optim.AdamW(weights, rate, weight_decay: decay),
            "adamw, maximize" => isFused ? new FusedAdamW(weights, rate, weight_decay: decay, maximize: true)
                : optim.AdamW(weights, rate, weight_decay: decay, maximize: true),
            "rmsprop" => isFused ? new FusedRmsProp(weights, rate) : optim.RMSProp(weights, rate),
            "rmsprop, momentum" => isFused ? new FusedRmsProp(weights, rate, 0.9, 1e-4, momentum: 0.7)
                : optim.RMSProp(weights, rate, 0.9, 1e-4, momentum: 0.7),
            "rmsprop, decay, maximize" => isFused ? new FusedRmsProp(weights, rate, weight_decay: decay, maximize: true)
                : optim.RMSProp(weights, rate, weight_decay: decay, maximize: true),
            "sgd" => isFused ? new FusedSgd(weights, rate, weight_decay: decay) : optim.SGD(weights, rate, weight_decay: decay),
            "sgd, momentum" => isFused ? new FusedSgd(weights, rate, 0.9) : optim.SGD(weights, rate, 0.9),
            "sgd, dampening" => isFused ? new FusedSgd(weights, rate, 0.9, 0.3, decay) : optim.SGD(weights, rate, 0.9, 0.3, decay),
            "sgd, nesterov" => isFused ? new FusedSgd(weights, rate, 0.9, weight_decay: decay, nesterov: true)
                : optim.SGD(weights, rate, 0.9, weight_decay: decay, nesterov: true),
            "sgd, maximize" => isFused ? new FusedSgd(weights, rate, 0.5, maximize: true) : optim.SGD(weights, rate, 0.5, maximize: true),
            _ => throw new ArgumentException(kind),
        };
    }
}
