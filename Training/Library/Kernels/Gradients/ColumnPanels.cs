namespace MlNetRecurrent.Training;

/// <summary>
/// The columns of a product: panels of up to three vectors of about the same size, followed by single columns, which would leave most of a vector
/// unused.
/// </summary>
internal readonly struct ColumnPanels
{
    private const int MostVectors = 3;

    private readonly int _width;
    private readonly int _vectors;

    /// <param name="columns">The number of columns.</param>
    /// <param name="width">The number of lanes of a vector.</param>
    public ColumnPanels(int columns, int width)
    {
        (Columns, _width) = (columns, width);
        var rest = columns % width;
        _vectors = (columns / width) + (4 * rest > 3 * width ? 1 : 0);
    }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of panels.</summary>
    public int Count => (_vectors + MostVectors - 1) / MostVectors;

    /// <summary>The number of columns of all panels, padding included.</summary>
    public int PanelColumns => _vectors * _width;

    /// <summary>The number of single columns.</summary>
    public int SingleColumns => Math.Max(0, Columns - PanelColumns);

    /// <summary>The number of single columns, padded to pairs.</summary>
    public int PaddedSingleColumns => (SingleColumns + 1) & ~1;

    /// <summary>The number of columns of the widest panel.</summary>
    public int MostColumns => Count == 0 ? 0 : (_vectors + Count - 1) / Count * _width;

    /// <summary>The first column of a panel; for the index after the last one, the end of the panels.</summary>
    public int GetStart(int panel) => Count == 0 ? 0 : (int)((long)_vectors * panel / Count) * _width;

    /// <summary>The number of vectors of a panel.</summary>
    public int GetVectors(int panel) => (GetStart(panel + 1) - GetStart(panel)) / _width;
}
