using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>The arithmetic of cell variants for one vector width. Vectors hold rows of one unit, or units of a single row.</summary>
internal sealed unsafe class VariantMath<TMath, TVector>(CellVariant variant) : VariantMath
    where TMath : struct, IVectorMath<TVector>
    where TVector : struct
{
    private readonly float _clip = variant.Clip ?? float.PositiveInfinity;

    /// <inheritdoc/>
    public override void StepRnn(in VariantCall call)
    {
        for (var unit = 0; unit < call.Units; unit += UnitStep(call))
        {
            for (nint row = 0; row < Rows(call); row += TMath.Width)
            {
                var offset = (unit * call.Stride) + row;
                TMath.Store(Activate(variant.Candidate, TMath.Load(call.Gates + offset)), call.Output + offset);
            }
        }
    }

    /// <inheritdoc/>
    public override void StepLstm(in VariantCall call)
    {
        // ONNX stacks input, output, forget, cell.
        var block = call.Units * call.Stride;
        var one = TMath.Broadcast(1);
        for (var unit = 0; unit < call.Units; unit += UnitStep(call))
        {
            for (nint row = 0; row < Rows(call); row += TMath.Width)
            {
                var offset = (unit * call.Stride) + row;
                var products = call.Gates + offset;
                var cell = TMath.Load(call.Cell + offset);
                var input = Activate(variant.Gate, Peep(call, 0, unit, cell, TMath.Load(products)));
                var forget = variant.CouplesForgetGate
                    ? TMath.Subtract(one, input)
                    : Activate(variant.Gate, Peep(call, 2, unit, cell, TMath.Load(products + (2 * block))));
                var candidate = Activate(variant.Candidate, TMath.Load(products + (3 * block)));
                cell = TMath.Add(TMath.Multiply(forget, cell), TMath.Multiply(input, candidate));
                TMath.Store(cell, call.Cell + offset);
                var output = Activate(variant.Gate, Peep(call, 1, unit, cell, TMath.Load(products + block)));
                TMath.Store(TMath.Multiply(output, Activation<TMath, TVector>.Apply(variant.Output, cell)), call.Output + offset);
            }
        }
    }

    /// <inheritdoc/>
    public override void ResetHidden(in VariantCall call)
    {
        // ONNX stacks update, reset.
        var block = call.Units * call.Stride;
        for (var unit = 0; unit < call.Units; unit += UnitStep(call))
        {
            for (nint row = 0; row < Rows(call); row += TMath.Width)
            {
                var offset = (unit * call.Stride) + row;
                var reset = Activate(variant.Gate, TMath.Load(call.Gates + block + offset));
                TMath.Store(TMath.Multiply(reset, TMath.Load(call.Hidden + offset)), call.Output + offset);
            }
        }
    }

    /// <inheritdoc/>
    public override void StepGru(in VariantCall call)
    {
        var block = call.Units * call.Stride;
        var one = TMath.Broadcast(1);
        for (var unit = 0; unit < call.Units; unit += UnitStep(call))
        {
            for (nint row = 0; row < Rows(call); row += TMath.Width)
            {
                var offset = (unit * call.Stride) + row;
                var sum = TMath.Load(call.Candidate + offset);
                if (call.RecurrentCandidate != null)
                {
                    var reset = Activate(variant.Gate, TMath.Load(call.Gates + block + offset));
                    sum = TMath.Add(sum, TMath.Multiply(reset, TMath.Load(call.RecurrentCandidate + offset)));
                }

                var update = Activate(variant.Gate, TMath.Load(call.Gates + offset));
                var candidate = Activate(variant.Candidate, sum);
                var kept = TMath.Multiply(update, TMath.Load(call.Hidden + offset));
                TMath.Store(TMath.Add(TMath.Multiply(TMath.Subtract(one, update), candidate), kept), call.Output + offset);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int UnitStep(in VariantCall call) => call.Vectors == 0 ? TMath.Width : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Rows(in VariantCall call) => call.Vectors == 0 ? 1 : (nint)call.Vectors * TMath.Width;

    private TVector Activate(ActivationFunction function, TVector x) =>
        Activation<TMath, TVector>.Apply(function, TMath.Clamp(x, TMath.Broadcast(_clip)));

    // Adds the product of a peephole and the cell state.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Peep(in VariantCall call, int gate, int unit, TVector cell, TVector sum)
    {
        if (call.Peepholes == null)
            return sum;
        var weights = call.Peepholes + ((nint)gate * call.PaddedUnits) + unit;
        return TMath.Add(sum, TMath.Multiply(call.Vectors == 0 ? TMath.Load(weights) : TMath.Broadcast(*weights), cell));
    }
}
