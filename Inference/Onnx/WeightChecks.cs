using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Checks the numbers of a file that nobody has read yet.</summary>
internal static class WeightChecks
{
    /// <exception cref="RecurrentModelException">Numbers do not fit their shape, or a NaN or an infinity is among them.</exception>
    public static void Check(ModelProto model, string name)
    {
        foreach (var initializer in model.Graph.Initializer.Where(initializer => (DataType)initializer.DataType is DataType.Float or DataType.Float16))
        {
            var tensor = Read(initializer, name);
            if (tensor.FirstNotFinite is >= 0 and var place)
                throw new RecurrentModelException($"Model file '{name}' is damaged: weight '{tensor.Name}' holds {tensor.Floats[place]} at {place}. Train and export the model again.");
        }
    }

    private static ConstantTensor Read(TensorProto initializer, string name)
    {
        try
        {
            return TensorReader.Read(initializer);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{name}' is damaged: {exception.Message}.", exception);
        }
    }
}
