using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Decides whether one model file may take the place of another.</summary>
internal static class ModelReplacement
{
    /// <summary>Checks that an application can load a file: its checksum aside, what every door of the library checks.</summary>
    /// <returns>The signature of the model.</returns>
    /// <exception cref="RecurrentModelException">The file is damaged, has no model card, or its graph does not pass the guard.</exception>
    public static ModelSignature Verify(byte[] bytes, string name)
    {
        var file = OnnxFile.Open(bytes, name);
        var signature = ModelSignature.FromCard(OnnxFile.RequireCard(file.Model, name));
        try
        {
            TrustedModelFile.Verify(file);
        }
        catch (RecurrentModelException exception) when (exception.InnerException is RecurrentModelException reason)
        {
            // There is no option that passes the guard here.
            throw new RecurrentModelException($"Model file '{name}' was rejected. {reason.Message}", exception);
        }

        // An int8 file needs ONNX Runtime.
        OnnxRuntimeEngine.Register();
        RecurrentModel.Load(bytes, name).Dispose();
        return signature;
    }

    /// <summary>Reads the signature of the model in place; null for a file that is damaged or has no model card.</summary>
    /// <param name="bytes">The bytes of the file.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="reason">Why there is no signature.</param>
    public static ModelSignature? TryReadSignature(byte[] bytes, string name, out string reason)
    {
        try
        {
            reason = "";
            return ModelSignature.FromCard(OnnxFile.RequireCard(OnnxFile.Parse(bytes, name), name));
        }
        catch (RecurrentModelException exception)
        {
            reason = exception.Message;
            return null;
        }
    }
}
