using MlNetRecurrent;

namespace Microsoft.ML;

/// <summary>Windows over series among the data operations of an <see cref="MLContext"/>.</summary>
public static class SlidingWindowCatalog
{
    /// <summary>Gives each row the window of the values that end with it.</summary>
    /// <param name="catalog">The data operations of an <see cref="MLContext"/>.</param>
    /// <param name="input">The rows, in the order of time.</param>
    /// <param name="outputColumnName">The column that takes the windows, Vector&lt;Single&gt; of [window], or [window, width] for a vector column.</param>
    /// <param name="inputColumnName">The column with the values: Single, or Vector&lt;Single&gt; of known size.</param>
    /// <param name="window">How many time steps a window has, at least 1. The first rows, which have fewer before them, are left out.</param>
    /// <exception cref="ArgumentException">A name is empty, a number out of range, or the column not of a type that makes windows.</exception>
    public static IDataView SlideWindows(this DataOperationsCatalog catalog, IDataView input, string outputColumnName, string inputColumnName, int window) =>
        SlideWindows(catalog, input, new SlidingWindowOptions { OutputColumnName = outputColumnName, InputColumnNames = [inputColumnName], Window = window });

    /// <summary>Gives each row a window of the values before it, for each series of its own.</summary>
    /// <param name="catalog">The data operations of an <see cref="MLContext"/>.</param>
    /// <param name="input">The rows, those of each series in the order of time.</param>
    /// <param name="options">Columns, sizes, and what becomes of the first rows.</param>
    /// <returns>The data with a column of windows, Vector&lt;Single&gt; of [window], or [window, width] where a time step has several values. They are made while somebody reads them, and nothing of a series is copied but what its next window needs.</returns>
    /// <remarks>
    /// It is an operation on data and no transform: a window depends on other rows than its own, which a saved ML.NET pipeline and a <c>PredictionEngine</c> do not have. Save
    /// the pipeline that stands behind it, and give single rows their windows. Data with windows are not shuffled as they are read; cache them, then <c>ShuffleRows</c> does.
    /// </remarks>
    /// <exception cref="ArgumentException">An option is missing or out of range - the message lists every fault - or a column is not of a type that makes windows.</exception>
    public static IDataView SlideWindows(this DataOperationsCatalog catalog, IDataView input, SlidingWindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new WindowDataView(input, new WindowBinding(options, input.Schema));
    }
}
