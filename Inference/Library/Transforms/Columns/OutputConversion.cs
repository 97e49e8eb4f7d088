namespace MlNetRecurrent;

/// <summary>Makes the value of a column from the model's answer to a row.</summary>
/// <typeparam name="T">The raw type of the column.</typeparam>
/// <param name="answer">The answer.</param>
/// <param name="value">Takes the value; its buffers are reused.</param>
internal delegate void OutputConversion<T>(ModelOutput answer, ref T value);
