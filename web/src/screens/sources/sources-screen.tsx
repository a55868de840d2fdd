/** Where the readers came from who earned something: sources, campaigns, devices, countries, cities. */
import { EarnersList, type EarnerTab } from '../../report/earners/earners-list.tsx';

// with the confidence, too, they would be wider than a screen of 1280 px
const USUAL = ['commission', 'change', 'share', 'rpm', 'epc', 'pageviews', 'clicks', 'ctr', 'orders'];
// names with region and country are longer
const OF_CITIES = USUAL.filter((column) => column !== 'ctr');

const TABS: readonly EarnerTab[] = [
  { id: 'source', label: 'Sources', name: 'Source', usual: USUAL },
  { id: 'sourceClass', label: 'Kinds', name: 'Kind of source', usual: USUAL },
  { id: 'utmCampaign', label: 'Campaigns', name: 'Campaign', usual: USUAL },
  { id: 'medium', label: 'Media', name: 'Medium', usual: USUAL },
  { id: 'device', label: 'Devices', name: 'Device', usual: USUAL },
  { id: 'readerCountry', label: 'Countries', name: 'Reader’s country', usual: USUAL },
  { id: 'readerCity', label: 'Cities', name: 'Reader’s city', usual: OF_CITIES },
  { id: 'browser', label: 'Browsers', name: 'Browser', usual: USUAL },
  { id: 'day', label: 'Days', name: 'Day', usual: USUAL, usualSort: '-name' },
];

export function SourcesScreen() {
  return <EarnersList tabs={TABS} creditOf="source" />;
}
