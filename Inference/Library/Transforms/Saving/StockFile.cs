namespace MlNetRecurrent;

/// <summary>A file in the form that stock transformers score.</summary>
/// <param name="Bytes">The bytes of the file.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The names of the outputs, in the order of the output columns.</param>
internal sealed record StockFile(byte[] Bytes, IReadOnlyList<StockInput> Inputs, IReadOnlyList<string> Outputs);
