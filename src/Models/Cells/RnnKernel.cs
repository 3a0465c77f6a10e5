using System.Runtime.Intrinsics;
using Sweep.Models.Fused;
using Vec = System.Runtime.Intrinsics.Vector512<float>;

namespace Sweep.Models.Cells;

/// <summary>h' = f(x + r), with x and r the input and recurrent sides; df/da = 1 - h'^2 (tanh) or [h' > 0] (relu).</summary>
internal sealed unsafe class RnnKernel(int units, Nonlinearity nonlinearity) : CellKernel(units)
{
    private readonly bool relu = nonlinearity == Nonlinearity.Relu;

    public override int SavedSlots => 1;
    public override ReadOnlySpan<int> InputGates => [0];

    public override void Forward(in CellRow row)
    {
        for (var j = 0; j < Units; j += Vec.Count)
        {
            var a = Vector512.Load(row.Input + j) + Vector512.Load(row.Recurrent + j);
            // Not a maximum: NaN has to stay NaN, so that divergence shows.
            var h = relu ? Vector512.ConditionalSelect(Vector512.LessThan(a, Vec.Zero), Vec.Zero, a) : VectorMath.Tanh(a);
            h.Store(row.HiddenAfter + j);
        }
    }

    public override void Backward(in CellRow row)
    {
        for (var j = 0; j < Units; j += Vec.Count)
        {
            var dh = Vector512.Load(row.Above + j) + Vector512.Load(row.Carry + j);
            var h = Vector512.Load(row.HiddenAfter + j);
            var da = relu ? Vector512.ConditionalSelect(Vector512.LessThanOrEqual(h, Vec.Zero), Vec.Zero, dh) : dh * (Vec.One - h * h);
            da.Store(row.Saved + j);
        }
    }
}
