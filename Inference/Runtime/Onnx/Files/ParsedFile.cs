namespace MlNetRecurrent.Onnx;

/// <summary>A file that was scanned and parsed, once.</summary>
/// <param name="Bytes">Its bytes, with the values of all its tensors inside.</param>
/// <param name="Name">What errors call it.</param>
/// <param name="Model">Its messages.</param>
/// <param name="UnknownField">The first field that this product does not know, for messages; or null.</param>
internal sealed record ParsedFile(byte[] Bytes, string Name, ModelProto Model, string? UnknownField);
