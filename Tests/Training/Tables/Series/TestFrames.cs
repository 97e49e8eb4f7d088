namespace MlNetRecurrent.Training.Tests;

/// <summary>Frames of small CSV texts.</summary>
internal static class TestFrames
{
    public static RowFrame Read(string text, DataColumns columns) =>
        RowFrameReader.Read(ReadTable(text, columns), columns);

    public static DataTable ReadTable(string text, DataColumns columns) =>
        TableSource.FromText("f.csv", () => new StringReader(text)).Read(RowFrameReader.GetColumnKinds(columns));

    /// <summary>One series of rows 0, 1, 2, ...</summary>
    public static RowFrame Counting(int rows) =>
        Read("y\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{row}\n")), new DataColumns { Targets = ["y"] });
}
