namespace MlNetRecurrent.Training;

/// <summary>Gives the outputs of a network that was read from a file the meaning of another task, or of several steps ahead.</summary>
internal static class ImportedTask
{
    /// <summary>Changes the task of a network.</summary>
    /// <exception cref="ArgumentException">The outputs of the network cannot have this meaning.</exception>
    public static (NetworkDescription Network, NetworkWeights Weights) Change(NetworkDescription network, NetworkWeights weights, RecurrentTask task)
    {
        if (task is not (RecurrentTask.Forecast or RecurrentTask.Classify or RecurrentTask.Tag))
        {
            throw CreateError(
                network, task, task == RecurrentTask.Encode ? "its last layer is not a recurrent layer" : "import forecasts, classes or states");
        }

        if (network.Task is RecurrentTask.Classify or RecurrentTask.Tag)
        {
            throw CreateError(network, task, task == RecurrentTask.Forecast
                ? "its outputs are the probabilities of classes"
                : DescribeSteps(network));
        }

        if (network.Task is not (RecurrentTask.Forecast or RecurrentTask.Encode))
            throw CreateError(network, task, "its outputs are not values");
        if (network.Task == RecurrentTask.Encode)
            (network, weights) = AddIdentityHead(network, weights);
        return task == RecurrentTask.Forecast ? (network, weights) : ToClasses(network, weights, task);
    }

    /// <summary>Splits the outputs of a forecast into steps ahead.</summary>
    /// <exception cref="ArgumentException">The number of outputs is not a multiple of the horizon, or the task has none.</exception>
    public static (NetworkDescription Network, NetworkWeights Weights) SetHorizon(NetworkDescription network, NetworkWeights weights, int horizon)
    {
        if (network.Task != RecurrentTask.Forecast)
            throw new ArgumentException($"A horizon of {horizon} does not apply to the task {network.Task}.");
        if (network.Forecast.Horizon == horizon)
            return (network, weights);
        var outputs = network.OutputSize;
        if (network.Forecast.Horizon != 1 || network.HasOutputPerStep || horizon < 1 || outputs % horizon != 0)
        {
            throw new ArgumentException(
                $"The horizon is {horizon}, but the output holds {network.Forecast.Horizon} steps of {network.Forecast.Targets} targets"
                + (network.HasOutputPerStep ? " at every time step." : $": expected a divisor of {outputs} for an output without an axis of steps."));
        }

        (network, weights) = FoldTargetScale(network, weights);
        var targets = outputs / horizon;
        return (
            network with { Forecast = network.Forecast with { Horizon = horizon, Targets = targets } },
            weights with { TargetScale = weights.TargetScale is null ? null : Identity(targets) });
    }

    private static (NetworkDescription Network, NetworkWeights Weights) ToClasses(
        NetworkDescription network, NetworkWeights weights, RecurrentTask task)
    {
        if (network.HasOutputPerStep != (task == RecurrentTask.Tag))
            throw CreateError(network, task, DescribeSteps(network));
        if (network.Forecast.Horizon > 1)
            throw CreateError(network, task, $"its output holds {network.Forecast.Horizon} steps of {network.Forecast.Targets} values");
        var outputs = network.Forecast.Targets;
        var isProbability = outputs == 1 && network.OutputActivation == ActivationFunction.Sigmoid && IsIdentity(weights.TargetScale);
        if ((network.Forecast.Minimum ?? network.Forecast.Maximum) is not null
            || (network.OutputActivation != ActivationFunction.Identity && !isProbability))
        {
            throw CreateError(network, task, network.OutputActivation == ActivationFunction.Sigmoid && outputs > 1
                ? $"its {outputs} outputs are independent of each other: each is a sigmoid"
                : "its outputs are not logits: they have an activation or a bound");
        }

        if (!isProbability)
            (network, weights) = FoldTargetScale(network, weights);
        var classes = Math.Max(2, outputs);
        return (
            network with
            {
                Task = task,
                Classes = classes,
                OutputActivation = ActivationFunction.Identity,
                Forecast = new ForecastDescription(),
                Normalization = weights.InputScale is null ? InputNormalization.None : network.Normalization,
            },
            weights with
            {
                TargetScale = null,
                // sigmoid(z) is the second probability of softmax([0, z]).
                HeadWeight = outputs > 1 ? weights.HeadWeight : [.. weights.HeadWeight!.SelectMany(weight => new[] { 0, weight })],
                HeadBias = outputs > 1 ? weights.HeadBias : [0, weights.HeadBias![0]],
            });
    }

    // Hidden states that are the output of the file are those of a head that changes nothing.
    private static (NetworkDescription Network, NetworkWeights Weights) AddIdentityHead(NetworkDescription network, NetworkWeights weights)
    {
        var size = network.HeadInputSize;
        var identity = new float[size * size];
        for (var index = 0; index < size; index++)
            identity[(index * size) + index] = 1;
        return (
            network with { Task = RecurrentTask.Forecast, Forecast = network.Forecast with { Horizon = 1, Targets = size } },
            weights with
            {
                HeadWeight = identity,
                HeadBias = new float[size],
                TargetScale = network.Normalization == InputNormalization.Standard ? Identity(size) : null,
            });
    }

    // y * s + m = x (W s) + (b s + m)
    private static (NetworkDescription Network, NetworkWeights Weights) FoldTargetScale(NetworkDescription network, NetworkWeights weights)
    {
        if (weights.TargetScale is not { } scale || IsIdentity(scale))
            return (network, weights);
        if (network.OutputActivation != ActivationFunction.Identity)
        {
            throw new ArgumentException(
                $"The outputs of the file are scaled after the activation {network.OutputActivation}: they are values, one step ahead.");
        }

        var outputs = scale.Mean.Length;
        return (network, weights with
        {
            HeadWeight = [.. weights.HeadWeight!.Select((weight, index) => weight * scale.StandardDeviation[index % outputs])],
            HeadBias = [.. weights.HeadBias!.Select((bias, index) => (bias * scale.StandardDeviation[index]) + scale.Mean[index])],
            TargetScale = Identity(outputs),
        });
    }

    private static bool IsIdentity(AffineScale? scale) =>
        scale is null || (scale.Mean.All(mean => mean == 0) && scale.StandardDeviation.All(deviation => deviation == 1));

    private static AffineScale Identity(int size) => new(new float[size], [.. Enumerable.Repeat(1f, size)]);

    private static string DescribeSteps(NetworkDescription network) =>
        network.HasOutputPerStep ? "it has an output at every time step" : "it has one output for a whole sequence";

    private static ArgumentException CreateError(NetworkDescription network, RecurrentTask task, string reason) => new(
        $"The task cannot be {task.ToString().ToLowerInvariant()}: {reason}. The graph says {network.Task.ToString().ToLowerInvariant()}.");
}
