using System.Diagnostics.CodeAnalysis;

namespace MlNetRecurrent;

/// <summary>The data type in which a file stores its weights.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are data types, by their ONNX names.")]
public enum WeightPrecision
{
    /// <summary>32-bit floating point, as trained.</summary>
    Float32,

    /// <summary>16-bit floating point, widened when the file is loaded: half the file size, the same speed, any ONNX host.</summary>
    Float16,

    /// <summary>8-bit integers with a scale for each gate of each hidden unit; LSTM and ONNX Runtime only.</summary>
    Int8,
}
