namespace MlNetRecurrent.Onnx;

/// <summary>The version of ONNX's own operators (opset) that a file uses.</summary>
internal static class OperatorSet
{
    /// <summary>The version, or null where the file states none.</summary>
    public static long? Find(ModelProto model) => model.OpsetImport.FirstOrDefault(entry => entry.Domain is "" or "ai.onnx")?.Version;

    /// <summary>The version.</summary>
    /// <exception cref="RecurrentModelException">The file states none.</exception>
    public static long Required(ModelProto model) =>
        Find(model) ?? throw new RecurrentModelException("The file does not say which version of ONNX's operators (opset) it means.");
}
