using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent.Hosts;

/// <summary>Creates goldens by running exported files in ONNX Runtime for C#. The same file always gives the same cases.</summary>
internal sealed class GoldenMaker
{
    private static readonly Plan[] Plans =
    [
        new("one window", Batch: 1, Time: 20),
        new("one time step", Batch: 2, Time: 1),
        new("a batch of long sequences", Batch: 3, Time: 50),
        new("lengths", Batch: 4, Time: 7, Lengths: [7, 1, 4, 6]),
        new("initial states", Batch: 2, Time: 5, States: 2),
        new("one initial state for all", Batch: 3, Time: 4, States: 1),
        new("lengths and initial states", Batch: 3, Time: 12, Lengths: [5, 12, 1], States: 3),
    ];

    private readonly Random _random = new(1);
    private readonly OnnxRuntimeHost _host;
    private readonly NetworkFacts _network;

    private GoldenMaker(OnnxRuntimeHost host) => (_host, _network) = (host, NetworkFacts.In(host));

    /// <summary>Creates the golden of a file.</summary>
    /// <exception cref="InvalidOperationException">The file has an unknown input.</exception>
    public static Golden Make(string file, string command = "")
    {
        using var host = new OnnxRuntimeHost(file);
        var maker = new GoldenMaker(host);
        var plans = Plans.Where(plan => !plan.HasOptionalInputs || host.OptionalInputs.Count > 0);
        return new Golden(
            Path.GetFileName(file),
            Golden.ComputeHash(file),
            command,
            OnnxRuntimeHost.Version,
            [.. plans.Select(plan => maker.Make(plan.WithMoreSteps(maker._network.MinimumSteps - 1)))]);
    }

    private GoldenCase Make(Plan plan)
    {
        IReadOnlyList<GoldenTensor> inputs =
        [
            .. _host.RequiredInputs.Select(input => CreateRequired(plan, input.Key, input.Value)),
            .. _host.OptionalInputs
                .OrderBy(input => input.Key, StringComparer.Ordinal)
                .Select(input => CreateOptional(plan, input.Key, input.Value))
                .OfType<GoldenTensor>(),
        ];
        return new GoldenCase(plan.Name, inputs, _host.Run(inputs));
    }

    private GoldenTensor CreateRequired(Plan plan, string name, NodeMetadata input) => (name, input.Dimensions) switch
    {
        ("input", [_, _, var features]) => CreateInput(name, plan.Batch, plan.Time, features),
        ("known", [_, _, var covariates]) => CreateInput(name, plan.Batch, plan.Time + _network.Horizon, covariates),
        ("input", [_, _]) => Tokens(name, plan.Batch, plan.Time),
        _ => throw Unknown(name),
    };

    private GoldenTensor? CreateOptional(Plan plan, string name, NodeMetadata input) => (name[0], input.Dimensions) switch
    {
        ('l', [_]) => plan.Lengths is { } lengths ? new GoldenTensor(name, "int32", [lengths.Length], [.. lengths]) : null,
        ('h' or 'c', [var rows, _, var hidden]) => plan.States is { } batch ? Values(name, rows, batch, hidden) : null,
        _ => throw Unknown(name),
    };

    private GoldenTensor CreateInput(string name, params int[] shape) =>
        _network.IsPositive
            ? Filled(name, "float32", shape, () => MathF.Round(200 + (100 * _random.NextSingle()), 3))
            : Values(name, shape);

    // Three decimals, for readability.
    private GoldenTensor Values(string name, params int[] shape) =>
        Filled(name, "float32", shape, () => MathF.Round((2 * _random.NextSingle()) - 1, 3));

    private GoldenTensor Tokens(string name, params int[] shape) => Filled(name, "int64", shape, () => _random.Next(_network.Vocabulary));

    private static GoldenTensor Filled(string name, string type, int[] shape, Func<float> next) =>
        new(name, type, [.. shape], [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(_ => next())]);

    private static InvalidOperationException Unknown(string name) =>
        new(
            $"Input '{name}' is unknown: expected 'input', 'known', and optionally 'lengths' and states 'h0...' and 'c0...'. "
            + $"Add its values to {nameof(GoldenMaker)}.");

    /// <param name="Name">What the case tests.</param>
    /// <param name="Batch">The number of sequences.</param>
    /// <param name="Time">The number of time steps.</param>
    /// <param name="Lengths">The number of valid time steps of each sequence, or null to omit the input.</param>
    /// <param name="States">The number of initial states, or null to omit the inputs.</param>
    private sealed record Plan(string Name, int Batch, int Time, int[]? Lengths = null, int? States = null)
    {
        public bool HasOptionalInputs => Lengths is not null || States is not null;

        /// <summary>Returns the plan with additional time steps.</summary>
        public Plan WithMoreSteps(int steps) => this with
        {
            Time = Time + steps,
            Lengths = Lengths is null ? null : Array.ConvertAll(Lengths, length => length + steps),
        };
    }
}
