namespace MlNetRecurrent.Onnx;

/// <summary>
/// An integer of a graph's shape arithmetic: a number, or number * (product of dynamic sizes) + offset, such as "time - 1".
/// </summary>
internal readonly struct SymbolicInteger : IEquatable<SymbolicInteger>
{
    private const int MaxFactors = 8;

    private readonly AxisFactor[]? _factors;
    private readonly long _number;
    private readonly long _offset;

    private SymbolicInteger(long number, AxisFactor[]? factors, long offset)
    {
        var open = factors is { Length: > 0 };
        _factors = open ? factors : null;
        _number = open ? number : checked(number + offset);
        _offset = open ? offset : 0;
    }

    public static SymbolicInteger From(long number) => new(number, null, 0);

    public static SymbolicInteger From(AxisFactor factor) => factor.Size is { } size ? From(size) : new(1, [factor.Forward], 0);

    public bool IsKnown => _factors is null;

    /// <summary>The number, or null if it depends on the inputs.</summary>
    public long? Number => IsKnown ? _number : null;

    public SymbolicInteger Multiply(SymbolicInteger other)
    {
        if (other.IsKnown)
            return other._number == 0 ? From(0) : new(checked(_number * other._number), _factors, checked(_offset * other._number));
        if (IsKnown)
            return other.Multiply(this);
        AxisFactor[] factors = [.. _factors!, .. other._factors!];
        return _offset == 0 && other._offset == 0 && factors.Length <= MaxFactors
            ? new(checked(_number * other._number), factors, 0)
            : throw TooComplex();
    }

    public SymbolicInteger Add(SymbolicInteger other)
    {
        if (other.IsKnown)
            return new(_number, _factors, checked(_offset + other._number));
        if (IsKnown)
            return other.Add(this);
        return SameFactors(other)
            ? new(checked(_number + other._number), _number + other._number == 0 ? null : _factors, checked(_offset + other._offset))
            : throw TooComplex();
    }

    public SymbolicInteger Divide(SymbolicInteger other)
    {
        if (other.Number == 0)
            throw new RecurrentModelException("an integer is divided by 0");
        if (IsKnown && other.IsKnown)
            return From(checked(_number / other._number));
        if (_offset != 0 || other._offset != 0 || _number % other._number != 0)
            throw TooComplex();
        var rest = (_factors ?? []).ToList();
        return (other._factors ?? []).All(rest.Remove) ? new(_number / other._number, [.. rest], 0) : throw TooComplex();
    }

    public bool Equals(SymbolicInteger other) => _number == other._number && _offset == other._offset && SameFactors(other);

    public override bool Equals(object? obj) => obj is SymbolicInteger other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_number, _offset, _factors?.Length);

    public override string ToString()
    {
        if (IsKnown)
            return FormattableString.Invariant($"{_number}");
        var product = string.Join('*', _factors!.Select(factor => factor.Name));
        return FormattableString.Invariant($"{(_number == 1 ? "" : $"{_number}*")}{product}{(_offset == 0 ? "" : $"{_offset:+0;-0}")}");
    }

    private static RecurrentModelException TooComplex() => new("the shape arithmetic is too complex");

    private bool SameFactors(SymbolicInteger other)
    {
        if (_factors is null || other._factors is null)
            return _factors is null && other._factors is null;
        var rest = other._factors.ToList();
        return _factors.Length == rest.Count && _factors.All(rest.Remove);
    }
}
