using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace MlNetRecurrent.Site;

/// <summary>A metadata file of docfx: a namespace, or a type with its members.</summary>
internal sealed class ApiFile
{
    private static readonly IDeserializer Deserializer =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    /// <summary>The namespace, or the type and its members.</summary>
    public IList<ApiMember> Items { get; init; } = [];

    /// <summary>Reads a file.</summary>
    public static ApiFile Read(string path)
    {
        using var reader = File.OpenText(path);
        return Deserializer.Deserialize<ApiFile>(reader);
    }
}
