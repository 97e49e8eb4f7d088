namespace MlNetRecurrent.Onnx;

/// <summary>The version of the standard ONNX operators (opset) that a file uses.</summary>
internal static class OperatorSet
{
    /// <summary>The version, or null if the file does not state it.</summary>
    public static long? Find(ModelProto model) => model.OpsetImport.FirstOrDefault(entry => entry.Domain is "" or "ai.onnx")?.Version;

    /// <summary>The version.</summary>
    /// <exception cref="RecurrentModelException">The file does not state the version.</exception>
    public static long RequireVersion(ModelProto model) =>
        Find(model) ?? throw new RecurrentModelException("The file does not state which version of the ONNX operators (opset) it uses.");
}
