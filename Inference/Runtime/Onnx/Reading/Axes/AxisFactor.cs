namespace MlNetRecurrent.Onnx;

/// <summary>
/// One factor of a tensor's size, such as "the batch of input x", whose identity is preserved through Transpose and Reshape. An axis is a product of
/// factors. An axis of size 1 needs no factors, so the direction axis of a forward layer can be added and removed freely.
/// </summary>
internal sealed class AxisFactor
{
    // The properties that all orders of a factor share.
    private readonly AxisFactor _original;
    private AxisFactor? _mirror;
    private AxisFactor? _sorted;
    private AxisRole _role;
    private long? _size;

    public AxisFactor(string name, long? size, AxisRole role = AxisRole.Unknown)
    {
        Name = name;
        _size = size;
        _role = role;
        _original = this;
    }

    private AxisFactor(AxisFactor original)
    {
        Name = original.Name;
        _original = original;
    }

    /// <summary>The name in error messages.</summary>
    public string Name { get; }

    /// <summary>The size, or null if it is dynamic.</summary>
    public long? Size => _original._size;

    public AxisRole Role => _original._role;

    /// <summary>The factor in its original order: this one, or the one that it mirrors or sorts.</summary>
    public AxisFactor Forward => _original;

    /// <summary>Whether the factor is in reverse order.</summary>
    public bool IsMirrored => _original._mirror == this;

    /// <summary>The same factor in the opposite order.</summary>
    public AxisFactor Mirror => IsMirrored ? _original : _original._mirror ??= new AxisFactor(_original);

    /// <summary>The input by whose values the factor is sorted, such as the lengths of the sequences; or null.</summary>
    public string? SortedBy { get; private init; }

    /// <summary>The factors into which a reshape of an input split this one, the slowest-varying first; null if none did.</summary>
    public (AxisFactor Outer, AxisFactor Inner)? Parts { get; private set; }

    /// <summary>The factors that are not split.</summary>
    public IEnumerable<AxisFactor> Leaves => Parts is var (outer, inner) ? outer.Leaves.Concat(inner.Leaves) : [this];

    /// <summary>The same factor sorted by the values of an input; null if it is reversed or sorted by another one.</summary>
    public AxisFactor? TrySort(string input)
    {
        if (_original != this)
            return null;
        _sorted ??= new AxisFactor(this) { SortedBy = input };
        return _sorted.SortedBy == input ? _sorted : null;
    }

    /// <summary>Splits a factor of unknown role; null if it is dynamic, has a role, or was split otherwise.</summary>
    public (AxisFactor Outer, AxisFactor Inner)? TrySplit(long inner)
    {
        if (_original != this || inner < 1 || Size is not { } size || size % inner != 0)
            return null;
        if (Parts is null && Role == AxisRole.Unknown)
            Parts = (new AxisFactor($"{Name}/{inner}", size / inner), new AxisFactor($"{Name}%{inner}", inner));
        return Parts?.Inner.Size == inner ? Parts : null;
    }

    /// <summary>Sets the role of a factor; returns false if it already has another role.</summary>
    public bool TrySetRole(AxisRole role)
    {
        if (Role == AxisRole.Unknown && _original.Parts is null)
            _original._role = role;
        return Role == role;
    }

    /// <summary>Sets a dynamic size; returns false if the factor already has another size.</summary>
    public bool TrySetSize(long size) => (_original._size ??= size) == size;
}
