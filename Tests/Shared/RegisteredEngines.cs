using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Tests;

/// <summary>Registers ONNX Runtime, since these tests load models with <see cref="RecurrentModel"/> directly, on both engines.</summary>
internal static class RegisteredEngines
{
    [ModuleInitializer]
    public static void Register() => OnnxRuntimeEngine.Register();
}
