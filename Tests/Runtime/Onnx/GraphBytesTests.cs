using System.Security.Cryptography;
using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Graphs and cards of networks that version 0.1 supported keep their bytes, whatever features are added.</summary>
public sealed class GraphBytesTests
{
    // Created with the writer of version 0.1.0 from the same networks and weights. It must never change.
    private const string Golden = "da4e3b1ce80a8841240505d43c41b7b21443f47e0433224134b1164669d90bb1";

    [Fact]
    public void Write_NetworksOfTheFirstVersion_KeepTheirBytes()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var network in Topologies.All.Select(row => row.Data.Description))
        {
            foreach (var optionalInputs in new[] { true, false })
                hash.AppendData(RecurrentGraphWriter.Write(network, RandomNetworks.Weights(network), optionalInputs).ToByteArray());
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(new ModelCard { Network = network, Window = 20 }.ToJson()));
        }

        var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        Assert.True(actual == Golden, $"The hash of the bytes is {actual}.");
    }
}
