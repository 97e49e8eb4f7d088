namespace MlNetRecurrent.Engine;

/// <summary>
/// The operations that the kernels need of a vector type. Kernels are written once against this interface; since implementations and vectors are
/// structs, the compiler turns each call into the instruction.
/// </summary>
/// <typeparam name="TVector">The vector type, or float if the processor has no vectors.</typeparam>
internal unsafe interface IVectorMath<TVector>
    where TVector : struct
{
    /// <summary>The number of floats in a vector: 16, 8, 4 or 1.</summary>
    static abstract int Width { get; }

    /// <summary>Whether there are 32 vector registers rather than 16, so that larger tiles fit.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Broadcast(float value);

    /// <summary>Computes left * right + addend, rounded once if the processor supports it.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>Adds the elements of a vector.</summary>
    static abstract float Sum(TVector value);

    static abstract TVector Sqrt(TVector value);

    /// <summary>Returns the larger value; if one is NaN, either.</summary>
    static abstract TVector Max(TVector left, TVector right);

    /// <summary>Returns the value, or the bound if that is smaller; NaN stays NaN.</summary>
    static abstract TVector Min(TVector value, TVector bound);

    static abstract TVector Abs(TVector value);

    /// <summary>Selects for each element: <paramref name="negative"/> if the value is less than 0, otherwise <paramref name="other"/>.</summary>
    static abstract TVector SelectNegative(TVector value, TVector negative, TVector other);

    /// <summary>Clamps the value to [-bound, bound]; NaN stays NaN.</summary>
    static abstract TVector Clamp(TVector value, TVector bound);

    /// <summary>Returns the value, or 0 if it is negative; NaN stays NaN.</summary>
    static abstract TVector Relu(TVector value);

    /// <summary>Shifts the lowest nine bits of each float to the position of sign and exponent.</summary>
    static abstract TVector LowBitsAsExponent(TVector value);

    /// <summary>
    /// Whether <see cref="FromSixteenth"/> and <see cref="TablePower"/> are available. They need a table in a register and an instruction that scales
    /// by a power of two.
    /// </summary>
    static virtual bool HasPowerTable => false;

    /// <summary>Returns the value minus the nearest multiple of 1/16; 0 for an infinity.</summary>
    static virtual TVector FromSixteenth(TVector value) => throw new NotSupportedException("Supported only if HasPowerTable is true.");

    /// <summary>Computes 2^<paramref name="power"/> for multiples of 1/16.</summary>
    /// <param name="power">The exponents.</param>
    /// <param name="sixteenths">Floats whose lowest four bits are the number of sixteenths above the next lower integer.</param>
    static virtual TVector TablePower(TVector power, TVector sixteenths) =>
        throw new NotSupportedException("Supported only if HasPowerTable is true.");

    /// <summary>
    /// Whether <see cref="QuarterPower"/> is available. It needs a table of four floats in each 128 bits of a register.
    /// </summary>
    static virtual bool HasQuarterTable => false;

    /// <summary>Computes 2^(n/4 - 126), where n is the integer in the lowest ten bits of a float.</summary>
    static virtual TVector QuarterPower(TVector quarters) => throw new NotSupportedException("Supported only if HasQuarterTable is true.");
}
