namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Adds linear layers, convolutions, variants of cells, head layers and the like to a random network.</summary>
internal static class RandomParts
{
    private static readonly ActivationFunction[] Functions =
        [.. Enum.GetValues<ActivationKind>().Select(kind => ActivationFunction.Create(kind, alpha: 0.4f, beta: 0.1f))];

    public static NetworkDescription Add(Random random, NetworkDescription network, bool isForward)
    {
        var canConvolve = !isForward && network.Forecast.FutureCovariates == 0;
        var canLose = canConvolve && !network.HasOutputPerStep && network.Forecast.ResidualBaseline == ResidualBaseline.None;
        var layers = new List<LayerDescription>();
        foreach (var layer in network.Layers)
            layers.Add(Layer(random, layer, layers.Count == 0 ? network.InputSize : layers[^1].OutputSize, canConvolve, canLose));
        network = network with
        {
            Layers = layers,
            HasLearnedInitialState = random.Next(3) == 0,
            LayerNormalizationEpsilon = random.Next(2) == 0 ? 1e-3 : 1e-5,
            ReversesOutput = !isForward
                && network.HasOutputPerStep
                && network.Forecast.ResidualBaseline == ResidualBaseline.None
                && random.Next(2) == 0,
        };
        if (network.Pooling == SequencePooling.LastStep && (canLose || !network.HasConvolutions) && random.Next(2) == 0)
            network = network with { Pooling = SequencePooling.LastSteps, PooledSteps = random.Next(1, 4) };
        network = network with
        {
            HasHeadNormalization = random.Next(3) == 0,
            HeadLayers = Linear(random, network.HeadInputSize, random.Next(3), canConvolve: false, canLose: false),
        };
        return network.Forecast.Quantiles.Count > 0 ? network : network with
        {
            OutputActivation = Function(random),
            Forecast = network.Forecast with { Minimum = random.Next(2) == 0 ? -0.02 : null, Maximum = random.Next(2) == 0 ? 0.03 : null },
        };
    }

    private static LayerDescription Layer(Random random, LayerDescription layer, int inputSize, bool canConvolve, bool canLose)
    {
        var linear = Linear(random, inputSize, random.Next(3), canConvolve, canLose);
        return layer with
        {
            InputLayers = linear,
            InputSize = linear.Count == 0 ? inputSize : linear[^1].OutputSize,
            Variant = layer.Cell != RecurrentCell.RnnRelu && random.Next(2) == 0 ? Variant(random, layer.Cell) : null,
        };
    }

    private static List<LinearLayerDescription> Linear(Random random, int inputSize, int count, bool canConvolve, bool canLose)
    {
        var layers = new List<LinearLayerDescription>();
        for (; count > 0; count--)
        {
            var kernel = canConvolve && random.Next(2) == 0 ? random.Next(1, 5) : 1;
            var before = random.Next(kernel);
            layers.Add(new LinearLayerDescription
            {
                InputSize = layers.Count == 0 ? inputSize : layers[^1].OutputSize,
                OutputSize = random.Next(1, 40),
                Activation = Function(random),
                KernelSize = kernel,
                PaddingBefore = before,
                PaddingAfter = canLose ? random.Next(kernel) : kernel - 1 - before,
            });
        }

        return layers;
    }

    private static CellVariant Variant(Random random, RecurrentCell cell) => new()
    {
        Gate = random.Next(2) == 0 ? ActivationFunction.Sigmoid : ActivationFunction.HardSigmoid(),
        Candidate = CellFunction(random),
        Output = CellFunction(random),
        Clip = random.Next(3) == 0 ? 0.05f : null,
        CouplesForgetGate = cell == RecurrentCell.Lstm && random.Next(3) == 0,
        HasPeepholes = cell == RecurrentCell.Lstm && random.Next(2) == 0,
    };

    private static ActivationFunction CellFunction(Random random)
    {
        var function = Function(random);
        return function.Kind is ActivationKind.Gelu or ActivationKind.GeluTanh ? ActivationFunction.Tanh : function;
    }

    private static ActivationFunction Function(Random random) => Functions[random.Next(Functions.Length)];
}
