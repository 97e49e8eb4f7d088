using System.Text.Json;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The output of <c>--json</c>: one JSON object on the last line of standard output.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the object directly to the underlying writer: the console would wrap the line at its width.</summary>
    public static void Write(IAnsiConsole output, Dictionary<string, object?> values) =>
        output.Profile.Out.Writer.WriteLine(Escape(JsonSerializer.Serialize(values, Options)));

    /// <summary>Escapes what a terminal would obey, as JSON does: the values stay the same.</summary>
    public static string Escape(string json) => string.Join('\n', json.Split('\n').Select(MessageText.Escape));
}
