using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>A column of numbers; NaN for missing values.</summary>
internal sealed class NumberColumn : CellColumn
{
    private float[] _values = new float[256];
    private int _count;

    /// <summary>The numbers, one for each row. Use it after the column is filled.</summary>
    public float[] Values
    {
        get
        {
            Array.Resize(ref _values, _count);
            return _values;
        }
    }

    /// <inheritdoc/>
    public override string? Add(string cell)
    {
        var value = float.NaN;
        if (!IsMissing(cell) && !(float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value)))
            return "a number with a decimal point, such as 12.5";
        if (_count == _values.Length)
            Array.Resize(ref _values, 2 * _count);
        _values[_count++] = value;
        return null;
    }
}
