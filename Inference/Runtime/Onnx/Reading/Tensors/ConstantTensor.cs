using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// A tensor that does not depend on the values of the inputs, row-major: floats, or integers of shape arithmetic, which may depend on the sizes of
/// the inputs. Integers of 8 and 16 bits are quantized weights and held as floats.
/// </summary>
internal sealed class ConstantTensor
{
    private readonly float[]? _floats;
    private readonly SymbolicInteger[]? _integers;
    private int? _firstNonFiniteIndex;

    private ConstantTensor(string name, DataType type, int[] dimensions, float[]? floats, SymbolicInteger[]? integers)
    {
        Name = name;
        Type = type;
        Dimensions = dimensions;
        _floats = floats;
        _integers = integers;
    }

    /// <summary>The name of the initializer or node from which the elements come, used in error messages.</summary>
    public string Name { get; }

    public DataType Type { get; }

    public int[] Dimensions { get; }

    public int Rank => Dimensions.Length;

    public int Count => _floats?.Length ?? _integers!.Length;

    public bool IsFloat => _floats is not null;

    public ReadOnlySpan<float> Floats => FloatArray;

    public ReadOnlySpan<SymbolicInteger> Integers =>
        _integers ?? throw new RecurrentModelException($"tensor '{Name}' holds floats, expected integers");

    /// <summary>The index of the first NaN or infinity, or -1.</summary>
    public int FirstNonFiniteIndex => _firstNonFiniteIndex ??= Floats.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);

    /// <summary>The floats; callers must not modify the array.</summary>
    public float[] FloatArray => _floats ?? throw new RecurrentModelException($"tensor '{Name}' holds integers, expected floats");

    public static ConstantTensor Create(string name, DataType type, float[] floats, int[] dimensions) => new(name, type, dimensions, floats, null);

    public static ConstantTensor Create(string name, DataType type, SymbolicInteger[] integers, int[] dimensions) =>
        new(name, type, dimensions, null, integers);

    /// <summary>Creates a vector of integers.</summary>
    public static ConstantTensor Create(string name, params SymbolicInteger[] integers) => Create(name, DataType.Int64, integers, [integers.Length]);

    public ConstantTensor WithDimensions(int[] dimensions) => new(Name, Type, dimensions, _floats, _integers);

    /// <summary>Creates a tensor of the given dimensions from the elements at the given indices.</summary>
    public ConstantTensor Pick(ReadOnlySpan<int> indices, int[] dimensions) =>
        new(Name, Type, dimensions, PickElements(_floats, indices), PickElements(_integers, indices));

    /// <summary>Returns the common value of all elements as a scalar, or null if the elements are not all equal or there are none.</summary>
    public ConstantTensor? TryGetUniformElement()
    {
        if (Count == 0)
            return null;
        var uniform = _floats is not null
            ? !_floats.AsSpan().ContainsAnyExcept(_floats[0])
            : _integers!.All(integer => integer.Equals(_integers![0]));
        return uniform ? Pick([0], []) : null;
    }

    /// <summary>Returns the integers as numbers.</summary>
    /// <exception cref="RecurrentModelException">An integer depends on the sizes of the inputs.</exception>
    public long[] GetIntegers() => Array.ConvertAll(Integers.ToArray(), integer =>
        integer.Number
        ?? throw new RecurrentModelException($"tensor '{Name}' depends on the sizes of the inputs ({integer}), expected fixed numbers"));

    private static T[]? PickElements<T>(T[]? elements, ReadOnlySpan<int> indices)
    {
        if (elements is null)
            return null;
        var picked = new T[indices.Length];
        for (var position = 0; position < picked.Length; position++)
            picked[position] = elements[indices[position]];
        return picked;
    }
}
