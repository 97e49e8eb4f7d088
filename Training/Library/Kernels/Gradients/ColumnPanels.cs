namespace MlNetRecurrent.Training;

/// <summary>The columns of a product, in panels of up to three vectors of about the same size.</summary>
/// <param name="columns">The number of columns.</param>
/// <param name="width">The number of lanes of a vector.</param>
internal readonly struct ColumnPanels(int columns, int width)
{
    private const int MostVectors = 3;

    /// <summary>The number of columns.</summary>
    public int Columns => columns;

    /// <summary>The number of panels.</summary>
    public int Count => (Vectors + MostVectors - 1) / MostVectors;

    /// <summary>The number of columns of the widest panel.</summary>
    public int MostColumns => (Vectors + Count - 1) / Count * width;

    /// <summary>The number of columns with room for whole vectors.</summary>
    public int PaddedColumns => Vectors * width;

    private int Vectors => (columns + width - 1) / width;

    /// <summary>The first column of a panel; for the index after the last one, the end of the padded columns.</summary>
    public int GetStart(int panel) => (int)((long)Vectors * panel / Count) * width;

    /// <summary>The number of vectors of a panel.</summary>
    public int GetVectors(int panel) => (GetStart(panel + 1) - GetStart(panel)) / width;
}
