using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>
/// Scores the rows of a table with a file whose card does not say what its columns are: a file of another program, or an imported one.
/// </summary>
/// <remarks>For a model that was trained on a table, use <see cref="TableModel.Predict"/>.</remarks>
public static class TableScoring
{
    /// <summary>Scores the last window of each series, every window, or every sequence.</summary>
    /// <remarks>
    /// The table has a row for each sequence or window, or one for each of its time steps if every output has a value at each of them: the series or
    /// sequence, the time of the (last) row, and the outputs. A column has the name of its output; if the output has several values, their indices
    /// follow, from 0: <c>output[2]</c>. Classifiers also have the class with the highest probability and the probabilities, by the number of the
    /// class. A file with states that takes one time step at a time scores every row of a series, in order, and its states are carried from row to
    /// row; the states of other files are zeros at the start of each window.
    /// </remarks>
    /// <param name="path">The <c>.onnx</c> file.</param>
    /// <param name="table">The table.</param>
    /// <param name="options">The columns of the inputs, and the rows that form a sequence.</param>
    /// <param name="cancellationToken">Cancels the scoring between batches.</param>
    /// <exception cref="ArgumentException">
    /// An option is missing or does not apply to the file; the message lists the inputs and outputs of the file, and the options that are missing.
    /// </exception>
    /// <exception cref="RecurrentModelException">
    /// The file is missing or damaged, has a graph whose memory and time are not bounded, or inputs or outputs that must be named.
    /// </exception>
    /// <exception cref="SequenceDataException">The table lacks a column, a value is invalid, or a series is too short.</exception>
    public static PredictionTable Predict(
        string path, TableSource table, TableScoringOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        OnnxRuntimeEngine.Register();
        var file = OnnxFile.Open(path);
        var loading = options.Model with { GivenInputs = [.. options.InputColumns.Keys] };
        using var model = RecurrentModel.Load(file, loading);
        var roles = OnnxFile.TryReadCard(file.Model, file.Name) is null ? GraphRolesReader.Read(file.Model, file.Name, loading) : null;
        var inputs = ScoredInputs.Create(file, model, roles, options);
        var outputs = new ScoredOutputs(model.Card, roles?.Outputs[0] ?? OnnxNames.Output);
        return new TableScorer(model, inputs, outputs, options).Score(table, cancellationToken);
    }
}
