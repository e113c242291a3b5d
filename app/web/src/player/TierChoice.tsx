import { usePlayer } from "./context.ts";
import { isTier, TIER_NAMES, TIERS } from "./tiers.ts";

export function TierChoice() {
  const { tier, setTier } = usePlayer();
  return (
    <select
      className="tier"
      aria-label="Sound quality"
      title="Sound quality"
      value={tier}
      onChange={(event) => {
        const chosen = Number(event.currentTarget.value);
        if (isTier(chosen)) setTier(chosen);
      }}
    >
      {TIERS.map((one) => (
        <option key={one} value={one}>
          {TIER_NAMES[one]}
        </option>
      ))}
    </select>
  );
}
