using MlNetRecurrent.Site;
using Xunit;

namespace MlNetRecurrent.EndToEnd.Site;

public sealed class ApiCheckTests
{
    // As docfx writes it.
    private const string Method = """
        ### YamlMime:ManagedReference
        items:
        - uid: A.B.Run(System.Int32,System.String)
          isExtensionMethod: true
          type: Method
          summary: Runs it.
          syntax:
            content: public static int Run(this int count, string name)
            parameters:
            - id: count
              type: System.Int32
              description: The count.
            - id: name
              type: System.String
              description: >-
                The name.
            return:
              type: System.Int32
              description: The result.
            content.vb: Public Function Run
          exceptions:
          - type: System.ArgumentException
            description: The name is empty.
        references:
        - uid: System.Int32
        """;

    [Fact]
    public void FindGaps_EverythingDocumented_FindsNone() => Assert.Empty(FindGaps(Method));

    [Theory]
    [InlineData("  summary: Runs it.\n", "summary")]
    [InlineData("      description: The count.\n", "parameter count")]
    [InlineData("      description: >-\n        The name.\n", "parameter name")]
    [InlineData("      description: The result.\n", "returns")]
    [InlineData("  exceptions:\n  - type: System.ArgumentException\n    description: The name is empty.\n", "exceptions")]
    public void FindGaps_SomethingMissing_NamesIt(string removed, string gap)
    {
        var yaml = Method.Replace(removed, "", StringComparison.Ordinal);

        Assert.NotEqual(Method, yaml);
        Assert.Equal([$"A.B.Run(System.Int32,System.String): not documented: {gap}"], FindGaps(yaml));
    }

    private static IReadOnlyList<string> FindGaps(string yaml)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["A.B.yml"], yaml);
        File.WriteAllText(folder["toc.yml"], "items:\n- uid: A.B\n");
        return ApiCheck.FindGaps(folder.Path);
    }
}
