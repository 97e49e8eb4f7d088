using MlNetRecurrent.Training;
using ScottPlot;

namespace MlNetRecurrent.Console;

/// <summary>The styling that plots of cells share.</summary>
internal static class CellPlot
{
    // A fixed width, so that plots below each other are aligned.
    private const int LeftAxis = 70;

    // The colors of Okabe and Ito are distinguishable with any kind of color vision.
    private static readonly Dictionary<string, Color> Colors = new()
    {
        [RecurrentCell.Rnn.Name] = Color.FromHex("#D55E00"),
        [RecurrentCell.Lstm.Name] = Color.FromHex("#0072B2"),
        [RecurrentCell.Gru.Name] = Color.FromHex("#009E73"),
    };

    /// <summary>The color of annotations.</summary>
    public static Color NoteColor { get; } = Color.FromHex("#555555");

    /// <summary>The color of a cell.</summary>
    public static Color GetColor(RecurrentCell cell) => Colors[cell.Name];

    /// <summary>Sets the title, the sizes and the legend of a plot with its curves.</summary>
    public static void Finish(Plot plot, string title, string horizontal)
    {
        plot.Font.Set(Fonts.Sans);
        plot.Title(title, 22);
        plot.XLabel(horizontal, 18);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 15;
        plot.Axes.Left.TickLabelStyle.FontSize = 15;
        plot.Axes.Left.MinimumSize = LeftAxis;
        plot.Axes.AutoScale();
        plot.Legend.FontSize = 18;
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.ShowLegend(Alignment.UpperRight);
    }

    /// <summary>Writes a picture as a PNG file, which is never incomplete.</summary>
    public static void Save(string path, Image picture) => AtomicFile.Write(path, picture.GetImageBytes(ImageFormat.Png));
}
