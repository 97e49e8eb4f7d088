using ScottPlot;

namespace MlNetRecurrent.Console;

/// <summary>What pictures of the cells have in common.</summary>
internal static class CellPlot
{
    // Of one width everywhere, so that the places of plots under each other line up.
    private const int LeftAxis = 70;

    // Okabe and Ito's colours can be told apart by everybody.
    private static readonly Dictionary<string, Color> Colors = new()
    {
        [RecurrentCell.Rnn.Name] = Color.FromHex("#D55E00"),
        [RecurrentCell.Lstm.Name] = Color.FromHex("#0072B2"),
        [RecurrentCell.Gru.Name] = Color.FromHex("#009E73"),
    };

    /// <summary>The colour of lines that explain.</summary>
    public static Color NoteColor { get; } = Color.FromHex("#555555");

    /// <summary>The colour of a cell.</summary>
    public static Color ColorOf(RecurrentCell cell) => Colors[cell.Name];

    /// <summary>Title, sizes and legend, when the curves are there.</summary>
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

    /// <summary>Has a picture written beside its place and then renames it: it is there whole or not at all.</summary>
    public static void Save(string path, Action<string> write)
    {
        var beside = $"{path}.partial";
        write(beside);
        File.Move(beside, path, overwrite: true);
    }
}
