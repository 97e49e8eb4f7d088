namespace MlNetRecurrent;

/// <summary>An input or output of the graph of another program. Immutable.</summary>
public sealed record GraphTensor
{
    /// <summary>The name in the file.</summary>
    public required string Name { get; init; }

    /// <summary>The axes, in the order of the file.</summary>
    public IReadOnlyList<GraphAxis> Axes
    {
        get;
        init
        {
            field = value;
            HasSteps = value.Any(axis => axis.Kind == GraphAxisKind.Time);
            Size = value.Where(axis => axis.Kind == GraphAxisKind.Value).Aggregate(1, (size, axis) => checked(size * axis.Size.GetValueOrDefault(1)));
        }
    } = [];

    /// <summary>Whether the values are integers or Booleans.</summary>
    public bool IsInteger { get; init; }

    /// <summary>Whether the tensor has values at every time step of the sequence.</summary>
    public bool HasSteps { get; private init; }

    /// <summary>The number of values: at each time step if <see cref="HasSteps"/>, otherwise for each sequence.</summary>
    public int Size { get; private init; } = 1;

    /// <summary>The number of time steps that an output has more than the sequence; negative if it has fewer, as after a convolution.</summary>
    /// <value>Default: 0.</value>
    public int StepOffset { get; init; }

    /// <summary>The number of time steps of the sequence for each step of an output.</summary>
    /// <value>Default: 1.</value>
    public int StepStride { get; init; } = 1;

    /// <summary>Whether two tensors have the same name, axes and kind of values.</summary>
    public bool Equals(GraphTensor? other) =>
        other is not null && Name == other.Name && IsInteger == other.IsInteger && StepOffset == other.StepOffset && StepStride == other.StepStride
        && Axes.SequenceEqual(other.Axes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, IsInteger, Axes.Count);

    /// <summary>Returns the name and the shape, such as <c>input [batch, time, 3]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Axes.Select(Describe))}]";

    /// <summary>The number of steps of the tensor for a sequence of the given number of time steps; 1 for a tensor without steps.</summary>
    internal int GetSteps(int steps) => HasSteps ? Math.Max(0, (steps + StepOffset) / StepStride) : 1;

    /// <summary>The number of values for a sequence of the given number of time steps.</summary>
    internal long GetSize(int steps) => (long)GetSteps(steps) * Size;

    private static string Describe(GraphAxis axis) => axis switch
    {
        { Size: { } size } => FormattableString.Invariant($"{size}"),
        { Kind: GraphAxisKind.Batch } => "batch",
        _ => "time",
    };
}
