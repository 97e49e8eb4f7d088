using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MlNetRecurrent.Packages;

/// <summary>A client of the web API that the template creates.</summary>
/// <param name="address">The address of the API.</param>
internal sealed class TemplateApi(Uri address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = address };

    /// <summary>Fails the case unless an endpoint returns 200 and a text that contains another.</summary>
    public async Task ExpectAsync(string path, string text)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        Expect.That(response.StatusCode == HttpStatusCode.OK, $"{path} returns {response.StatusCode}: {body}");
        Expect.That(body.Contains(text, StringComparison.Ordinal), $"{path} returns '{body}', which does not contain '{text}'.");
    }

    /// <summary>Scores a sequence of one feature.</summary>
    public async Task<double> ScoreAsync(float[] sequence)
    {
        using var response = await PostAsync([.. sequence.Select(value => new[] { value })]);
        var body = await response.Content.ReadAsStringAsync();
        Expect.That(response.StatusCode == HttpStatusCode.OK, $"/score returns {response.StatusCode}: {body}");
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("output")[0].GetDouble();
    }

    /// <summary>Fails the case unless a sequence with a wrong number of features is refused.</summary>
    public async Task ExpectRefusalAsync()
    {
        using var response = await PostAsync([[0.1f, 0.2f]]);
        Expect.That(response.StatusCode == HttpStatusCode.BadRequest, $"/score returns {response.StatusCode} for two features.");
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private Task<HttpResponseMessage> PostAsync(float[][] sequence) =>
        _client.PostAsJsonAsync(new Uri("/score", UriKind.Relative), new { sequence });
}
