namespace MlNetRecurrent;

/// <summary>Converts the output of a model for a row to the value of a column.</summary>
/// <typeparam name="T">The raw type of the column.</typeparam>
/// <param name="output">The output of the model.</param>
/// <param name="value">Receives the value. Its buffers are reused.</param>
internal delegate void OutputConversion<T>(ModelOutput output, ref T value);
