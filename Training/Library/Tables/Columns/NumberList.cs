using System.Collections;

namespace MlNetRecurrent.Training;

/// <summary>
/// A list of numbers that grows in pieces. A piece whose numbers have up to 9 digits, as in most tables, takes 4 bytes per number, without loss: they
/// are whole numbers divided by a power of 10.
/// </summary>
internal sealed class NumberList : IReadOnlyList<double>
{
    private const int Shift = 15;
    private const int ChunkSize = 1 << Shift;
    private const int FirstSize = 16;

    // Numbers with more digits do not fit into 4 bytes.
    private const int MaxDigits = 9;

    // Whole numbers that stand for what is not a whole number.
    private const int NotANumber = int.MinValue;
    private const int NegativeZero = int.MinValue + 1;

    private readonly List<Chunk> _chunks = [];
    private double[] _last = [];
    private int[] _whole = [];
    private int _used;
    private int _digits;

    /// <inheritdoc/>
    public int Count => (_chunks.Count << Shift) + _used;

    /// <inheritdoc/>
    public double this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            var (chunk, offset) = (index >> Shift, index & (ChunkSize - 1));
            if (chunk < _chunks.Count)
                return _chunks[chunk][offset];
            return chunk == _chunks.Count && offset < _used ? _last[offset] : throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    /// <summary>Adds a number to the end.</summary>
    public void Add(double value)
    {
        if (_used == _last.Length)
            Array.Resize(ref _last, Math.Clamp(4 * _used, FirstSize, ChunkSize));
        _last[_used++] = value;
        if (_used < ChunkSize)
            return;
        if (TryScale(_last))
        {
            _chunks.Add(new Chunk(null, _whole, PowersOfTen.Values[_digits]));
            _whole = [];
        }
        else
        {
            _chunks.Add(new Chunk(_last, [], 1));
            _last = new double[ChunkSize];
        }

        _used = 0;
    }

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return this[index];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Finds whole numbers that, divided by a power of 10, are exactly these; false if there is no such power.
    private bool TryScale(double[] values)
    {
        if (_whole.Length == 0)
            _whole = new int[ChunkSize];
        for (var index = 0; index < values.Length; index++)
        {
            // With more digits, all numbers are tried again.
            while (!TryScale(values[index], PowersOfTen.Values[_digits], out _whole[index]))
            {
                if (++_digits > MaxDigits)
                {
                    _digits = 0;
                    return false;
                }

                index = 0;
            }
        }

        return true;
    }

    private static bool TryScale(double value, double power, out int whole)
    {
        if (double.IsNaN(value) || (value == 0 && double.IsNegative(value)))
        {
            whole = value == 0 ? NegativeZero : NotANumber;
            return true;
        }

        var rounded = Math.Round(value * power);
        whole = Math.Abs(rounded) < int.MaxValue ? (int)rounded : 0;
        return whole / power == value;
    }

    private readonly record struct Chunk(double[]? Values, int[] Whole, double Power)
    {
        public double this[int index] => Values is not null
            ? Values[index]
            : Whole[index] switch
            {
                NotANumber => double.NaN,
                NegativeZero => -0.0,
                var whole => whole / Power,
            };
    }
}
