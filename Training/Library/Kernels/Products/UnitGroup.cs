using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The sizes of the groups in which units are computed: as many as fill the vector registers with sums.</summary>
internal static class UnitGroup
{
    /// <summary>The smallest group: units are padded to whole groups of this size.</summary>
    public const int Smallest = 4;

    /// <summary>The largest group.</summary>
    public const int Largest = 16;

    /// <summary>Rounds a number of units up.</summary>
    public static int Pad(int units) => (units + Smallest - 1) / Smallest * Smallest;

    /// <summary>The size of the next group.</summary>
    /// <typeparam name="TMath">The operations of the vector type.</typeparam>
    /// <typeparam name="TVector">The vector type.</typeparam>
    /// <param name="remaining">The number of remaining units, which are padded if they are fewer.</param>
    /// <param name="vectors">The number of row vectors of the block.</param>
    public static int Next<TMath, TVector>(int remaining, int vectors)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        return (vectors, TMath.HasManyRegisters) switch
        {
            (1, true) when remaining > 12 => 16,
            (1, false) or (_, true) => remaining > 4 ? 8 : 4,
            // Six units, unless their remainder would need more padding than groups of four.
            (2, false) when remaining is > 8 or 5 or 6 => 6,
            _ => 4,
        };
    }
}
