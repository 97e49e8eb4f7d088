using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Tests;

/// <summary>These tests load models by <see cref="RecurrentModel"/> itself, on both engines.</summary>
internal static class RegisteredEngines
{
    [ModuleInitializer]
    public static void Register() => OnnxRuntimeEngine.Register();
}
